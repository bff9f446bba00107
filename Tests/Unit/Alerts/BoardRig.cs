using System.Text.Json;
using Iskra.Alerts;

namespace Iskra.Tests.Unit.Alerts;

/// <summary>A board with a clock, and a store that keeps what a real one would.</summary>
internal sealed class BoardRig
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, string> _alerts = [];
    private readonly Dictionary<string, string> _silences = [];
    private readonly Dictionary<string, string> _groups = [];
    private readonly Dictionary<string, string> _intents = [];
    private int _ids;

    public BoardRig(AlertSettings? settings = null)
    {
        Settings = settings ?? WithContacts();
        Board = new AlertBoard(Settings, NewId);
    }

    public AlertSettings Settings { get; }

    public AlertBoard Board { get; private set; }

    public DateTimeOffset Now { get; private set; } = Start;

    /// <summary>Types of the events that were appended, with the fingerprint or id.</summary>
    public List<(string Type, string Key)> Events { get; } = [];

    public List<PendingAlertEvent> Payloads { get; } = [];

    public List<NotificationIntent> Intents { get; } = [];

    public IReadOnlyList<Notification> Notifications => [.. Intents.Select(intent => intent.Notification)];

    /// <summary>Everybody whom the chains of the domain's table call, by all ways; and a route with a webhook where it is wanted.</summary>
    public static AlertSettings WithContacts(Route? root = null, params InhibitRule[] rules)
    {
        string[] roles = ["devops_lead", "sre", "tech_lead", "team", "pm"];
        var receivers = roles.Select(role => new Receiver(role,
        [
            new SlackIntegration { Name = "slack[0]", ApiUrl = Secret.Of("https://slack"), SendResolved = false },
            new EmailIntegration { Name = "email[0]", To = "a", From = "b", Host = "h", Port = 25, SendResolved = false },
            new PagerDutyIntegration { Name = "pagerduty[0]", RoutingKey = Secret.Of("key"), SendResolved = true },
        ])).Append(new Receiver("default", [])).Append(new Receiver("hook", [new WebhookIntegration { Name = "webhook[0]", Url = Secret.Of("https://hook"), SendResolved = true }]));
        return AlertSettings.Default with
        {
            Config = AlertmanagerConfig.Default with
            {
                Root = root ?? AlertmanagerConfig.Default.Root,
                Receivers = [.. receivers],
                InhibitRules = [.. rules],
            },
        };
    }

    public static LabelSet Labels(string name, string severity = "critical", params (string, string)[] more) =>
        LabelSet.Of([("alertname", name), ("severity", severity), .. more]);

    public static string Print(string name, string severity = "critical", params (string, string)[] more) => Fingerprint.Of(Labels(name, severity, more));

    public static InhibitRule Rule(string source, string target, params string[] equal) =>
        new(new MatcherSet(MatcherParser.ParseList(source)), new MatcherSet(MatcherParser.ParseList(target)), [.. equal]);

    public AlertPost Firing(LabelSet labels, double minutes = 600, TimeSpan coolDown = default) =>
        new(labels, LabelSet.Empty, Now, Now.AddMinutes(minutes), false, "", coolDown);

    public AlertPost Ended(LabelSet labels, TimeSpan coolDown = default) => new(labels, LabelSet.Empty, Now.AddMinutes(-1), Now, false, "", coolDown);

    public void Post(params AlertPost[] posts)
    {
        Board.Post(posts, Now);
        Settle();
    }

    public void Fire(string name, string severity = "critical") => Post(Firing(Labels(name, severity)));

    public void End(string name, string severity = "critical") => Post(Ended(Labels(name, severity)));

    public string Silence(string matchers, double minutes, double startMinutes = 0)
    {
        var id = Board.PutSilence(new SilencePost(null, MatcherParser.ParseList(matchers), Now.AddMinutes(startMinutes), Now.AddMinutes(startMinutes + minutes), "a", "c"), Now);
        Settle();
        return id;
    }

    public void Pass(double minutes)
    {
        Now = Now.AddMinutes(minutes);
        Board.Advance(Now);
        Settle();
    }

    public AlertView View(string name, string severity = "critical") => Board.Query(AlertQuery.All, Now).Single(alert => alert.Fingerprint == Print(name, severity));

    /// <summary>Stores what has changed: decided notifications before what they mark.</summary>
    public void Save(bool onlyIntents = false)
    {
        foreach (var key in Board.Changes.Intents) Put(_intents, key, Board.Intent(key));
        if (onlyIntents) return;
        foreach (var key in Board.Changes.Alerts) Put(_alerts, key, Board.Alert(key));
        foreach (var key in Board.Changes.Silences) Put(_silences, key, Board.SilenceRecord(key));
        foreach (var key in Board.Changes.Groups) Put(_groups, key, Board.Group(key));
        Board.Changes.Clear();
    }

    /// <summary>Hands over what is stored; a crash may come between.</summary>
    public void HandOver(bool forget = true)
    {
        var events = Board.Events.ToArray();
        foreach (var item in events)
        {
            if (Payloads.Any(known => known.Id == item.Event.Id)) continue;
            Events.Add((item.Event.Type, item.Key));
            Payloads.Add(item.Event);
        }

        var intents = Board.Intents.ToArray();
        Intents.AddRange(intents.Where(next => Intents.All(known => known.Notification.Key != next.Notification.Key)));
        if (!forget) return;
        Board.Acknowledge(events);
        Board.Acknowledge(intents);
    }

    public void Settle()
    {
        Save();
        HandOver();
        Save();
    }

    /// <summary>Ends the process and starts it again later, from what is stored.</summary>
    public void Restart(double minutes = 0, bool settle = true)
    {
        Now = Now.AddMinutes(minutes);
        Board = new AlertBoard(Settings, NewId);
        Board.Load(
            new StoredBoard(Read<AlertRecord>(_alerts), Read<SilenceRecord>(_silences), Read<GroupRecord>(_groups), Read<NotificationIntent>(_intents), 0, default), Now);
        if (settle) Settle();
    }

    private static T[] Read<T>(Dictionary<string, string> rows) => [.. rows.Values.Select(json => JsonSerializer.Deserialize<T>(json)!)];

    private static void Put<T>(Dictionary<string, string> rows, string key, T? value)
        where T : class
    {
        if (value is null) rows.Remove(key);
        else rows[key] = JsonSerializer.Serialize(value);
    }

    private string NewId() => $"00000000-0000-4000-8000-{++_ids:x12}";
}
