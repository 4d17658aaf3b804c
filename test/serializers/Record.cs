using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;

/// Writes the bodies in `system-text-json`, with System.Text.Json as ASP.NET Core sets it up: names in camel case, members
/// without a value are null, enums are numbers unless a converter makes them texts, and the default encoder escapes all
/// but plain ASCII. Classes of the name "…Numbers" hold numbers where a contract has digits in a string.
class Record {
  enum Gender { MALE, FEMALE }
  enum Samtaletype { Andet = 1, Jobsamtale = 2 }
  enum Deltagerrolle { Kommune = 1 }

  // birth-report
  class ReportedBy { public string Reporter { get; set; } public string PhoneNumber { get; set; } }
  class PersonalIdentityNumber { public string Id { get; set; } public string Oid { get; set; } }
  class PartialDate {
    public string Year { get; set; } public string Month { get; set; } public string Day { get; set; }
  }
  class Name {
    public string FirstName { get; set; } public string MiddleName { get; set; } public string LastName { get; set; }
  }
  class Parent {
    public PersonalIdentityNumber PersonalIdentityNumber { get; set; }
    public PartialDate DateOfBirth { get; set; }
    public Name Name { get; set; }
  }
  class Child {
    public DateTime Date { get; set; }
    public Gender Gender { get; set; }
    public string Municipality { get; set; }
    public bool AliveAtBirth { get; set; }
    public int Order { get; set; }
  }
  class BirthReport {
    public Guid ReportId { get; set; }
    public ReportedBy ReportedBy { get; set; }
    public Parent Mother { get; set; }
    public Parent Father { get; set; }
    public Child Child { get; set; }
  }

  class ReportedByNumbers { public string Reporter { get; set; } public long PhoneNumber { get; set; } }
  class IdentityNumbers { public long Id { get; set; } public string Oid { get; set; } }
  class DateNumbers { public int Year { get; set; } public int? Month { get; set; } public int? Day { get; set; } }
  class ParentNumbers {
    public IdentityNumbers PersonalIdentityNumber { get; set; }
    public DateNumbers DateOfBirth { get; set; }
    public Name Name { get; set; }
  }
  class ChildNumbers {
    public DateTime Date { get; set; }
    public Gender Gender { get; set; }
    public int Municipality { get; set; }
    public bool AliveAtBirth { get; set; }
    public int Order { get; set; }
  }
  class BirthReportNumbers {
    public Guid ReportId { get; set; }
    public ReportedByNumbers ReportedBy { get; set; }
    public ParentNumbers Mother { get; set; }
    public ParentNumbers Father { get; set; }
    public ChildNumbers Child { get; set; }
  }

  // consumer-intelligence
  class ConsumerData {
    public string LegalId { get; set; } public string FirstName { get; set; } public string FamilyName { get; set; }
    public DateTime? DateOfBirth { get; set; } public int? YearOfBirth { get; set; }
    public string StreetName { get; set; } public string StreetNumber { get; set; }
    public string PostalCode { get; set; } public string City { get; set; } public string Entrance { get; set; }
    public string Floor { get; set; } public string Apartment { get; set; } public string FullAddress { get; set; }
    public string PhoneNumber { get; set; } public Gender? Gender { get; set; }
  }
  class ConsumerDataNumbers {
    public long? LegalId { get; set; } public string FirstName { get; set; } public string FamilyName { get; set; }
    public DateTime? DateOfBirth { get; set; } public int? YearOfBirth { get; set; }
    public string StreetName { get; set; } public int? StreetNumber { get; set; }
    public int? PostalCode { get; set; } public string City { get; set; } public string Entrance { get; set; }
    public int? Floor { get; set; } public int? Apartment { get; set; } public string FullAddress { get; set; }
    public long? PhoneNumber { get; set; } public Gender? Gender { get; set; }
  }
  class ConsumerUpload {
    public string ConsumerId { get; set; } public string Market { get; set; } public object Data { get; set; }
  }
  class ConsumerDeletion { public List<string> ConsumerIds { get; set; } }
  class ConsumerDeletionNumbers { public List<int> ConsumerIds { get; set; } }
  class CreateWebhook {
    public Uri Url { get; set; } public List<string> Events { get; set; } public string Description { get; set; }
  }
  class CreateWebhookNumbers {
    public Uri Url { get; set; } public List<string> Events { get; set; } public int Description { get; set; }
  }
  class SandboxAddress {
    public string Type { get; set; } public string SubType { get; set; } public string Restricted { get; set; }
    public string CareOf { get; set; } public string StreetName { get; set; } public string StreetNumber { get; set; }
    public string Entrance { get; set; } public string Floor { get; set; } public string Apartment { get; set; }
    public string PostalCode { get; set; } public string City { get; set; } public string Country { get; set; }
  }
  class SandboxPhone { public string Type { get; set; } public string Number { get; set; } }
  class SandboxPerson {
    public string Id { get; set; } public string Country { get; set; } public string LegalId { get; set; }
    public string FirstName { get; set; } public string FamilyName { get; set; }
    public DateTime? DateOfBirth { get; set; } public string Gender { get; set; }
    public List<SandboxAddress> AddressList { get; set; } public List<SandboxPhone> PhoneList { get; set; }
    public List<string> Citizenship { get; set; }
  }
  class SandboxPersonNumbers {
    public int Id { get; set; } public string Country { get; set; } public long LegalId { get; set; }
    public string FirstName { get; set; } public string FamilyName { get; set; }
    public DateTime? DateOfBirth { get; set; } public string Gender { get; set; }
    public List<SandboxAddress> AddressList { get; set; } public List<SandboxPhone> PhoneList { get; set; }
    public List<string> Citizenship { get; set; }
  }

  // indkaldelse
  class Indkaldelse<Time> where Time : struct {
    public string Aflysningsfrist { get; set; }
    public Time MoedeStarttidspunkt { get; set; }
    public Time? MoedeSluttidspunkt { get; set; }
    public int? Varighed { get; set; }
    public bool? OmbookingMulig { get; set; }
    public string Ombookingsfrist { get; set; }
    public bool? AflysningMulig { get; set; }
    public Samtaletype? Samtaletype { get; set; }
    public int? Samtaleform { get; set; }
    public int? Moedegruppetype { get; set; }
    public Uri DigitaltLink { get; set; }
  }
  class IndkaldelseNumbers {
    public DateTimeOffset MoedeStarttidspunkt { get; set; } public int? DigitaltLink { get; set; }
  }
  class Myndighedsdeltager {
    public Guid IndkaldelseIdentifier { get; set; }
    public string Navn { get; set; } public string Kontaktdetaljer { get; set; }
    public string Telefonnummer { get; set; } public string Email { get; set; } public string EksterntId { get; set; }
    public Deltagerrolle Deltagerrolle { get; set; }
    public int? Afbudsaarsag { get; set; } public string Afbudsuddybning { get; set; }
    public bool? MyndighedsrepraesentantenDeltager { get; set; }
  }
  class MyndighedsdeltagerNumbers {
    public Guid IndkaldelseIdentifier { get; set; }
    public string Navn { get; set; } public string Kontaktdetaljer { get; set; }
    public long Telefonnummer { get; set; } public string Email { get; set; } public int EksterntId { get; set; }
    public Deltagerrolle Deltagerrolle { get; set; }
    public int? Afbudsaarsag { get; set; } public string Afbudsuddybning { get; set; }
    public bool? MyndighedsrepraesentantenDeltager { get; set; }
  }

  // organization-session
  class WebhookRequest { public Uri Url { get; set; } public List<string> Events { get; set; } }
  class SessionRequest {
    public string Identifier { get; set; } public List<string> Expands { get; set; }
    public List<string> Reports { get; set; } public List<WebhookRequest> Webhooks { get; set; }
  }
  class SessionNumbers {
    public long Identifier { get; set; } public List<string> Expands { get; set; }
    public List<string> Reports { get; set; } public List<WebhookRequest> Webhooks { get; set; }
  }

  // person-monitoring
  class Monitored { public string PersonalNumber { get; set; } public string Name { get; set; } }
  class MonitoredNumbers { public long PersonalNumber { get; set; } public string Name { get; set; } }

  /// A day without a time: .NET had no type of its own for it, and DateTime alone is written with a time.
  class DayConverter : JsonConverter<DateTime> {
    public override DateTime Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
      DateTime.ParseExact(reader.GetString(), "yyyy-MM-dd", null);
    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
      writer.WriteStringValue(value.ToString("yyyy-MM-dd"));
  }

  /// As `AddControllers` and `PostAsJsonAsync` have it.
  static JsonSerializerOptions Web() => new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

  static JsonSerializerOptions WithTexts(bool indented = false) {
    var options = Web();
    options.WriteIndented = indented;
    options.Converters.Add(new JsonStringEnumConverter());
    options.Converters.Add(new DayConverter());
    return options;
  }

  static void Write<Body>(string name, Body body, JsonSerializerOptions options) =>
    File.WriteAllBytes(
      Path.Combine("system-text-json", name + ".json"), JsonSerializer.SerializeToUtf8Bytes(body, options));

  static ConsumerUpload[] Upload(object data) =>
    new[] { new ConsumerUpload { ConsumerId = "customer-1", Market = "SE", Data = data } };

  static void Main() {
    var report = Guid.Parse("e58ed763-928c-4155-bee9-fdbaaadc15f3");
    var born = new DateTime(2025, 12, 24);
    var birth = new BirthReport {
      ReportId = report,
      ReportedBy = new ReportedBy { Reporter = "Alfa Förlossning & Co, Bertil 'Bosse' Barnmorska" },
      Mother = new Parent {
        PersonalIdentityNumber = new PersonalIdentityNumber { Id = "199606282391" },
        Name = new Name { FirstName = "Åsa", LastName = "Provsson" },
      },
      Father = new Parent { DateOfBirth = new PartialDate { Year = "1994" } },
      Child = new Child {
        Date = born, Gender = Gender.FEMALE, Municipality = "1480", AliveAtBirth = true, Order = 1,
      },
    };
    Write("birth-report.createBirthReport", birth, WithTexts());
    Write("birth-report.createBirthReport.indented", birth, WithTexts(indented: true));
    Write("birth-report.createBirthReport.numbers", new BirthReportNumbers {
      ReportId = report,
      ReportedBy = new ReportedByNumbers { Reporter = "Alfa Förlossning", PhoneNumber = 700000000 },
      Mother = new ParentNumbers { PersonalIdentityNumber = new IdentityNumbers { Id = 199606282391 } },
      Father = new ParentNumbers { DateOfBirth = new DateNumbers { Year = 1994, Month = 11 } },
      Child = new ChildNumbers {
        Date = born, Gender = Gender.FEMALE, Municipality = 1480, AliveAtBirth = true, Order = 1,
      },
    }, WithTexts());

    var known = new ConsumerData { LegalId = "198001022386", FirstName = "Astrid" };
    var numbers = new ConsumerDataNumbers {
      LegalId = 198001022386, FirstName = "Astrid", PostalCode = 41114, City = "Göteborg",
    };
    Write("consumer-intelligence.findPerson", known, WithTexts());
    Write("consumer-intelligence.findPerson.numbers", numbers, WithTexts());
    Write("consumer-intelligence.uploadConsumers", Upload(known), WithTexts());
    Write("consumer-intelligence.uploadConsumers.numbers", Upload(numbers), WithTexts());
    Write("consumer-intelligence.deleteConsumers",
      new ConsumerDeletion { ConsumerIds = new List<string> { "customer-1" } }, WithTexts());
    Write("consumer-intelligence.deleteConsumers.numbers",
      new ConsumerDeletionNumbers { ConsumerIds = new List<int> { 17 } }, WithTexts());
    var receiver = new Uri("https://receiver.example/consumers?team=a&copy=1");
    var all = new List<string> { "*" };
    Write("consumer-intelligence.createWebhook",
      new CreateWebhook { Url = receiver, Events = all, Description = "Ændringer + flytninger" }, WithTexts());
    Write("consumer-intelligence.createWebhook.numbers",
      new CreateWebhookNumbers { Url = receiver, Events = all, Description = 17 }, WithTexts());
    Write("consumer-intelligence.putSandboxPerson", new SandboxPerson {
      Id = "my-person-1", Country = "SE", FirstName = "Åsa", FamilyName = "Provsson",
      DateOfBirth = new DateTime(1980, 1, 2),
      AddressList = new List<SandboxAddress> {
        new SandboxAddress {
          Type = "Postal", SubType = "Domicile", StreetName = "Storgatan", StreetNumber = "22", PostalCode = "41114",
          City = "Göteborg", Country = "SE",
        },
      },
      PhoneList = new List<SandboxPhone> { new SandboxPhone { Number = "+46701740605" } },
    }, WithTexts());
    Write("consumer-intelligence.putSandboxPerson.numbers", new SandboxPersonNumbers {
      Id = 17, Country = "SE", LegalId = 198001022386, FirstName = "Åsa", FamilyName = "Provsson",
      DateOfBirth = new DateTime(1980, 1, 2),
    }, WithTexts());

    // With ticks, as everything that is calculated from DateTimeOffset.Now has them.
    var start = new DateTimeOffset(2026, 2, 2, 9, 0, 0, TimeSpan.FromHours(1));
    var called = Guid.Parse("3f0d6c0e-52a6-4c6f-9d8e-0b7a0f1c2d3e");
    Write("indkaldelse.createIndkaldelse", new Indkaldelse<DateTimeOffset> {
      MoedeStarttidspunkt = start, MoedeSluttidspunkt = start.AddMinutes(45).AddTicks(1234567),
      Samtaletype = Samtaletype.Jobsamtale, DigitaltLink = new Uri("https://moede.example/rum?a=1&b=2"),
    }, Web());
    Write("indkaldelse.createIndkaldelse.unspecified", new Indkaldelse<DateTime> {
      MoedeStarttidspunkt = start.DateTime, MoedeSluttidspunkt = start.DateTime.AddMinutes(45),
    }, Web());
    Write("indkaldelse.createIndkaldelse.utc", new Indkaldelse<DateTime> {
      MoedeStarttidspunkt = start.UtcDateTime, MoedeSluttidspunkt = start.UtcDateTime.AddMinutes(45),
    }, Web());
    Write("indkaldelse.createIndkaldelse.numbers",
      new IndkaldelseNumbers { MoedeStarttidspunkt = start, DigitaltLink = 17 }, Web());
    Write("indkaldelse.createMyndighedsdeltager", new Myndighedsdeltager {
      IndkaldelseIdentifier = called, Navn = "Prøve \"Bæ\" Prøvesen <3", Telefonnummer = "+4500000000",
      Deltagerrolle = Deltagerrolle.Kommune,
    }, Web());
    Write("indkaldelse.createMyndighedsdeltager.numbers", new MyndighedsdeltagerNumbers {
      IndkaldelseIdentifier = called, Navn = "Prøve Prøvesen", Telefonnummer = 4500000000, EksterntId = 17,
      Deltagerrolle = Deltagerrolle.Kommune,
    }, Web());
    Write("indkaldelse.updateMyndighedsdeltager", new Myndighedsdeltager {
      IndkaldelseIdentifier = called, Navn = "Prøve \"Bæ\" Prøvesen <3", Deltagerrolle = Deltagerrolle.Kommune,
      MyndighedsrepraesentantenDeltager = true,
    }, Web());
    Write("indkaldelse.updateMyndighedsdeltager.numbers", new MyndighedsdeltagerNumbers {
      IndkaldelseIdentifier = called, Navn = "Prøve Prøvesen", Telefonnummer = 4500000000, EksterntId = 17,
      Deltagerrolle = Deltagerrolle.Kommune, MyndighedsrepraesentantenDeltager = true,
    }, Web());

    Write("organization-session.createSession",
      new SessionRequest { Identifier = "300100007", Reports = new List<string> { "aml" } }, Web());
    Write("organization-session.createSession.numbers", new SessionNumbers { Identifier = 300100007 }, Web());

    Write("person-monitoring.updateBundle", new[] { new Monitored { PersonalNumber = "198001022386" } }, Web());
    Write("person-monitoring.updateBundle.indented",
      new[] { new Monitored { PersonalNumber = "198001022386" } }, WithTexts(indented: true));
    Write("person-monitoring.updateBundle.numbers",
      new[] { new MonitoredNumbers { PersonalNumber = 198001022386 } }, Web());
  }
}
