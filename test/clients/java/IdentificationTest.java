import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An integration test against a Tvilling server over HTTPS, with nothing but the JDK.
 *
 * <p>Each test has a tenant of its own. The code under test, {@link CustomerWatch}, uploads customers to the API
 * consumer-intelligence and hears by webhook who they are. The real service takes its time for that; here the test advances
 * the clock, and when the advance answers, all messages have been sent and received.
 *
 * <p>With JUnit, leave out {@link Test}, {@link #main} and {@link #equal}: the constructor is {@code @BeforeEach},
 * {@link #close} is {@code @AfterEach}, and {@code equal} is {@code assertEquals}.
 */
public final class IdentificationTest implements AutoCloseable {
    /** Documented people: the register knows the first, and nobody has the number of the second. */
    private static final String KNOWN = "198001022386";
    private static final String UNKNOWN = "197707072380";

    private final Twin twin = new Twin(System.getenv().getOrDefault("TVILLING_URL", "https://127.0.0.1:4010"));
    private final CustomerWatch watch = new CustomerWatch(twin.url, "tvilling", "tvilling");
    private final Receiver receiver = new Receiver(watch);

    IdentificationTest() {
        twin.send("PUT", "/clock", "{\"mode\":\"manual\"}");
        String webhook = twin.send("POST", "/scenarios/webhook-registered", "{\"url\":\"" + receiver.url() + "\"}");
        watch.webhookSecret = Json.text(webhook, "secret");
    }

    @Test
    void customersAreIdentifiedAfterAMinuteAndAHalf() {
        watch.upload("astrid", KNOWN);
        watch.upload("nobody", UNKNOWN);
        equal(List.of(), watch.identified);
        equal(List.of(), watch.listIdentified());

        twin.send("POST", "/clock/advance", "{\"by\":\"PT90S\"}");

        equal(List.of("astrid"), watch.identified);
        equal(List.of("astrid"), watch.listIdentified());
    }

    @Test
    void anUploadIsRepeatedWhenTheServiceFails() {
        twin.send("POST", "/faults", """
            {"simulator": "consumer-intelligence", "operation": "uploadConsumers",
             "fault": "status", "status": 502, "times": 1}""");

        watch.upload("astrid", KNOWN);

        String uploads = twin.send("GET", "/journal?operation=uploadConsumers", "");
        equal(List.of("502", "202"), Json.all(uploads, "status"));
        twin.send("POST", "/clock/advance", "{\"by\":\"PT90S\"}");
        equal(List.of("astrid"), watch.identified);
    }

    @Test
    void aMessageWithAnotherSignatureIsRefused() {
        watch.webhookSecret = "not the secret of this webhook";
        watch.upload("astrid", KNOWN);

        String happened = twin.send("POST", "/clock/advance", "{\"by\":\"PT90S\"}");

        equal(List.of(), watch.identified);
        // The service goes on trying: it got 401 for each message.
        equal(true, Json.all(happened, "state").stream().allMatch("PENDING"::equals));
    }

    @Override
    public void close() {
        receiver.close();
        twin.close();
    }

    // ---------------------------------------------------------------- the code under test

    /** Uploads customers, and hears who they are. */
    static final class CustomerWatch {
        final List<String> identified = new CopyOnWriteArrayList<>();
        volatile String webhookSecret = "";
        private final HttpClient client = HttpClient.newHttpClient();
        private final String base;
        private final String basic;
        private String token;

        CustomerWatch(String base, String id, String secret) {
            this.base = base;
            this.basic = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
        }

        void upload(String consumerId, String legalId) {
            String body = """
                [{"market": "SE", "consumerId": "%s", "data": {"legalId": "%s"}}]""".formatted(consumerId, legalId);
            for (int attempt = 1; attempt <= 3; attempt++) {
                HttpResponse<String> answer = call(authorized("/consumers")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)));
                if (answer.statusCode() == 202) return;
                if (answer.statusCode() != 502) throw new IllegalStateException(answer + " " + answer.body());
            }
            throw new IllegalStateException("The service fails.");
        }

        List<String> listIdentified() {
            return Json.all(call(authorized("/consumers?state=IDENTIFIED")).body(), "consumerId");
        }

        /** What the service sends to our webhook. @return whether it really comes from there. */
        boolean hear(String timestamp, String signature, String body) {
            byte[] expected = hmac(timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) return false;
            if (Json.text(body, "type").equals("CONSUMER_IDENTIFIED")) identified.add(Json.text(body, "consumerId"));
            return true;
        }

        private String hmac(String text) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(webhookSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private HttpRequest.Builder authorized(String path) {
            if (token == null) {
                HttpResponse<String> answer = call(HttpRequest.newBuilder(URI.create(base + "/as/token.oauth2"))
                    .header("Authorization", "Basic " + basic)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("grant_type=client_credentials&scope=bci")));
                token = Json.text(answer.body(), "access_token");
            }
            return HttpRequest.newBuilder(URI.create(base + "/consumer-intelligence/v3" + path))
                .header("Authorization", "Bearer " + token);
        }

        private HttpResponse<String> call(HttpRequest.Builder request) {
            return Http.send(client, request);
        }
    }

    // ---------------------------------------------------------------- what a test needs around it

    /** A tenant of a Tvilling server: nobody else sees its clock, people, faults and journal. */
    static final class Twin implements AutoCloseable {
        /** What the code under test calls in place of the provider, such as {@code https://api.bisnode.com}. */
        final String url;
        private final String server;
        private final String tenant = "java-" + UUID.randomUUID();
        private final HttpClient client = HttpClient.newHttpClient();

        Twin(String server) {
            this.server = server;
            this.url = server + "/t/" + tenant;
        }

        /** Says something to the control API of the tenant; {@code GET /_tvilling/openapi.json} has all of it. */
        String send(String method, String path, String body) {
            return checked(Http.send(client, HttpRequest.newBuilder(URI.create(url + "/_tvilling" + path))
                .method(method, BodyPublishers.ofString(body))));
        }

        /** What happened in the tenant, for a person to read: print it when a test has failed. */
        String journal() {
            return checked(Http.send(client, HttpRequest.newBuilder(URI.create(url + "/_tvilling/journal"))
                .header("Accept", "text/plain")));
        }

        @Override
        public void close() {
            checked(Http.send(client, HttpRequest.newBuilder(URI.create(server + "/_tvilling/tenants/" + tenant))
                .DELETE()));
        }

        private static String checked(HttpResponse<String> answer) {
            if (answer.statusCode() < 300) return answer.body();
            throw new IllegalStateException(answer + " " + answer.body());
        }
    }

    /** Receives the messages of the webhook. */
    static final class Receiver implements AutoCloseable {
        private final HttpServer server;

        Receiver(CustomerWatch watch) {
            try {
                server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            } catch (IOException error) {
                throw new IllegalStateException(error);
            }
            server.createContext("/hook", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String timestamp = header(exchange, "CI-SIGNATURE-TIMESTAMP");
                String signature = header(exchange, "CI-SIGNATURE-SHA256");
                exchange.sendResponseHeaders(watch.hear(timestamp, signature, body) ? 200 : 401, -1);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
        }

        @Override
        public void close() {
            server.stop(0);
        }

        private static String header(HttpExchange exchange, String name) {
            String value = exchange.getRequestHeaders().getFirst(name);
            return value == null ? "" : value;
        }
    }

    static final class Http {
        static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
            try {
                return client.send(request.build(), BodyHandlers.ofString());
            } catch (IOException | InterruptedException error) {
                throw new IllegalStateException(error);
            }
        }
    }

    /** Just enough to read answers here. Your program has Jackson or Gson. */
    static final class Json {
        static List<String> all(String json, String name) {
            return Pattern.compile("\"" + name + "\"\\s*:\\s*\"?([^\",}\\s]+)").matcher(json).results()
                .map((MatchResult found) -> found.group(1)).toList();
        }

        static String text(String json, String name) {
            return all(json, name).stream().findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no " + name + " in " + json));
        }
    }

    // ---------------------------------------------------------------- JUnit, by hand

    @Retention(RetentionPolicy.RUNTIME)
    @interface Test {}

    static void equal(Object expected, Object found) {
        if (!expected.equals(found)) throw new AssertionError("Expected " + expected + ", but found " + found);
    }

    public static void main(String[] arguments) throws ReflectiveOperationException {
        List<Method> tests = Arrays.stream(IdentificationTest.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .toList();
        int failed = 0;
        for (Method test : tests) {
            try (IdentificationTest instance = new IdentificationTest()) {
                try {
                    test.invoke(instance);
                    System.out.println("passed: " + test.getName());
                } catch (InvocationTargetException error) {
                    failed++;
                    System.out.println("FAILED: " + test.getName() + ": " + error.getCause());
                    System.out.println(instance.twin.journal());
                }
            }
        }
        System.out.println((tests.size() - failed) + " of " + tests.size() + " passed");
        System.exit(failed == 0 ? 0 : 1);
    }
}
