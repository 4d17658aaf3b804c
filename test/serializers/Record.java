import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Writes the bodies in `jackson`, with Jackson as Spring Boot sets it up: members without a value are null, dates are
 * texts. Classes of the name "…Numbers" hold numbers where a contract has digits in a string.
 */
public class Record {
  enum Gender { MALE, FEMALE }

  // birth-report
  record ReportedBy(String reporter, String phoneNumber) {}
  record PersonalIdentityNumber(String id, String oid) {}
  record PartialDate(String year, String month, String day) {}
  record Name(String firstName, String middleName, String lastName) {}
  record Parent(PersonalIdentityNumber personalIdentityNumber, PartialDate dateOfBirth, Name name) {}
  record Child(LocalDate date, Gender gender, String municipality, boolean aliveAtBirth, int order) {}
  record BirthReport(UUID reportId, ReportedBy reportedBy, Parent mother, Parent father, Child child) {}

  record IdentityNumbers(long id, String oid) {}
  record DateNumbers(int year, Integer month, Integer day) {}
  record ParentNumbers(IdentityNumbers personalIdentityNumber, DateNumbers dateOfBirth, Name name) {}
  record ChildNumbers(LocalDate date, Gender gender, int municipality, boolean aliveAtBirth, int order) {}
  record ReportedByNumbers(String reporter, long phoneNumber) {}
  record BirthReportNumbers(
      UUID reportId, ReportedByNumbers reportedBy, ParentNumbers mother, ParentNumbers father, ChildNumbers child) {}

  // consumer-intelligence
  record ConsumerData(
      String legalId, String firstName, String familyName, LocalDate dateOfBirth, Integer yearOfBirth,
      String streetName, String streetNumber, String postalCode, String city, String entrance, String floor,
      String apartment, String fullAddress, String phoneNumber, Gender gender) {}
  record ConsumerUpload(String consumerId, String market, Object data) {}
  record ConsumerDeletion(List<String> consumerIds) {}
  record CreateWebhook(String url, List<String> events, String description) {}
  record SandboxAddress(
      String type, String subType, String restricted, String careOf, String streetName, String streetNumber,
      String entrance, String floor, String apartment, String postalCode, String city, String country) {}
  record SandboxPhone(String type, String number) {}
  record SandboxPerson(
      String id, String country, String legalId, String firstName, String familyName, LocalDate dateOfBirth,
      String gender, List<SandboxAddress> addressList, List<SandboxPhone> phoneList, List<String> citizenship) {}

  record ConsumerDataNumbers(
      Long legalId, String firstName, String familyName, LocalDate dateOfBirth, Integer yearOfBirth,
      String streetName, Integer streetNumber, Integer postalCode, String city, String entrance, Integer floor,
      Integer apartment, String fullAddress, Long phoneNumber, Gender gender) {}
  record ConsumerDeletionNumbers(List<Integer> consumerIds) {}
  record CreateWebhookNumbers(String url, List<String> events, int description) {}
  record SandboxPersonNumbers(
      int id, String country, long legalId, String firstName, String familyName, LocalDate dateOfBirth,
      String gender, List<SandboxAddress> addressList, List<SandboxPhone> phoneList, List<String> citizenship) {}

  // indkaldelse
  record Indkaldelse(
      LocalDate aflysningsfrist, OffsetDateTime moedeStarttidspunkt, OffsetDateTime moedeSluttidspunkt,
      Integer varighed, Boolean ombookingMulig, LocalDate ombookingsfrist, Boolean aflysningMulig,
      Integer samtaletype, Integer samtaleform, Integer moedegruppetype, String digitaltLink) {}
  record Myndighedsdeltager(
      UUID indkaldelseIdentifier, String navn, String kontaktdetaljer, String telefonnummer, String email,
      String eksterntId, int deltagerrolle, Integer afbudsaarsag, String afbudsuddybning,
      Boolean myndighedsrepraesentantenDeltager) {}
  record IndkaldelseNumbers(OffsetDateTime moedeStarttidspunkt, Integer digitaltLink) {}
  record MyndighedsdeltagerNumbers(
      UUID indkaldelseIdentifier, String navn, String kontaktdetaljer, long telefonnummer, String email,
      int eksterntId, int deltagerrolle, Integer afbudsaarsag, String afbudsuddybning,
      Boolean myndighedsrepraesentantenDeltager) {}

  // organization-session
  record WebhookRequest(String url, List<String> events) {}
  record SessionRequest(
      String identifier, List<String> expands, List<String> reports, List<WebhookRequest> webhooks) {}
  record SessionNumbers(
      long identifier, List<String> expands, List<String> reports, List<WebhookRequest> webhooks) {}

  // person-monitoring
  record Monitored(String personalNumber, String name) {}
  record MonitoredNumbers(long personalNumber, String name) {}

  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  static void write(String name, Object body) throws Exception {
    Files.write(Path.of("jackson", name + ".json"), MAPPER.writeValueAsBytes(body));
  }

  public static void main(String[] arguments) throws Exception {
    UUID report = UUID.fromString("e58ed763-928c-4155-bee9-fdbaaadc15f3");
    LocalDate born = LocalDate.parse("2025-12-24");
    write("birth-report.createBirthReport", new BirthReport(
        report,
        new ReportedBy("Alfa Förlossning, Bertil Barnmorska", null),
        new Parent(new PersonalIdentityNumber("199606282391", null), null, new Name("Åsa", null, "Provsson")),
        new Parent(null, new PartialDate("1994", null, null), null),
        new Child(born, Gender.FEMALE, "1480", true, 1)));
    write("birth-report.createBirthReport.numbers", new BirthReportNumbers(
        report,
        new ReportedByNumbers("Alfa Förlossning", 700000000L),
        new ParentNumbers(new IdentityNumbers(199606282391L, null), null, null),
        new ParentNumbers(null, new DateNumbers(1994, 11, null), null),
        new ChildNumbers(born, Gender.FEMALE, 1480, true, 1)));

    ConsumerData known = new ConsumerData(
        "198001022386", "Astrid", null, null, null, null, null, null, null, null, null, null, null, null, null);
    ConsumerDataNumbers numbers = new ConsumerDataNumbers(
        198001022386L, "Astrid", null, null, null, null, null, 41114, "Göteborg", null, null, null, null, null, null);
    write("consumer-intelligence.findPerson", known);
    write("consumer-intelligence.findPerson.numbers", numbers);
    write("consumer-intelligence.uploadConsumers", List.of(new ConsumerUpload("customer-1", "SE", known)));
    write("consumer-intelligence.uploadConsumers.numbers", List.of(new ConsumerUpload("customer-1", "SE", numbers)));
    write("consumer-intelligence.deleteConsumers", new ConsumerDeletion(List.of("customer-1")));
    write("consumer-intelligence.deleteConsumers.numbers", new ConsumerDeletionNumbers(List.of(17)));
    write("consumer-intelligence.createWebhook",
        new CreateWebhook("https://receiver.example/consumers", List.of("*"), null));
    write("consumer-intelligence.createWebhook.numbers",
        new CreateWebhookNumbers("https://receiver.example/consumers", List.of("*"), 17));
    SandboxAddress address = new SandboxAddress(
        "Postal", "Domicile", null, null, "Storgatan", "22", null, null, null, "41114", "Göteborg", "SE");
    SandboxPhone phone = new SandboxPhone(null, "+46701740605");
    write("consumer-intelligence.putSandboxPerson", new SandboxPerson(
        "my-person-1", "SE", null, "Åsa", "Provsson", LocalDate.parse("1980-01-02"), null, List.of(address),
        List.of(phone), null));
    write("consumer-intelligence.putSandboxPerson.numbers", new SandboxPersonNumbers(
        17, "SE", 198001022386L, "Åsa", "Provsson", LocalDate.parse("1980-01-02"), null, null, null, null));

    OffsetDateTime start = OffsetDateTime.parse("2026-02-02T09:00:00+01:00");
    UUID called = UUID.fromString("3f0d6c0e-52a6-4c6f-9d8e-0b7a0f1c2d3e");
    write("indkaldelse.createIndkaldelse", new Indkaldelse(
        null, start, null, 45, null, null, null, null, null, null, null));
    write("indkaldelse.createIndkaldelse.numbers", new IndkaldelseNumbers(start, 17));
    write("indkaldelse.createMyndighedsdeltager", new Myndighedsdeltager(
        called, "Prøve Prøvesen", null, "+4500000000", null, null, 1, null, null, null));
    write("indkaldelse.createMyndighedsdeltager.numbers", new MyndighedsdeltagerNumbers(
        called, "Prøve Prøvesen", null, 4500000000L, null, 17, 1, null, null, null));
    write("indkaldelse.updateMyndighedsdeltager", new Myndighedsdeltager(
        called, "Prøve Prøvesen", null, null, null, null, 1, null, null, true));
    write("indkaldelse.updateMyndighedsdeltager.numbers", new MyndighedsdeltagerNumbers(
        called, "Prøve Prøvesen", null, 4500000000L, null, 17, 1, null, null, true));

    write("organization-session.createSession", new SessionRequest("300100007", null, List.of("aml"), null));
    write("organization-session.createSession.numbers", new SessionNumbers(300100007L, null, null, null));

    write("person-monitoring.updateBundle", List.of(new Monitored("198001022386", null)));
    write("person-monitoring.updateBundle.numbers", List.of(new MonitoredNumbers(198001022386L, null)));
  }
}
