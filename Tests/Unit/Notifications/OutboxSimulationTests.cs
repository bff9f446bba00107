using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Tests.Unit.Notifications;

/// <summary>Queue and rules under failures and crashes at random; each seed is one course of events.</summary>
public class OutboxSimulationTests
{
    public const int Seeds = 300;

    [Fact]
    public void Everything_ends_sent_or_failed_in_order_and_is_repeated_no_more_than_is_allowed()
    {
        for (var seed = 0; seed < Seeds; seed++) new Course(seed).Run();
    }

    private sealed class Course(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly NotificationSettings _settings = new() { Burst = 3, RatePerMinute = 120, GiveUpAfter = TimeSpan.FromMinutes(20) };
        private readonly SortedDictionary<long, OutboxEntry> _stored = [];
        private readonly Dictionary<long, int> _arrivals = [];
        private readonly List<long> _order = [];
        private OutboxQueue _queue = null!;
        private DateTimeOffset _now = SomeNotification.Noon;

        public void Run()
        {
            for (var i = 1; i <= 20; i++)
            {
                var status = i % 2 == 0 ? AlertStatus.Resolved : AlertStatus.Firing;
                var alert = SomeNotification.Alert($"alert-{(i + 1) / 2 % 5}", status);
                var integration = _random.Next(2) == 0 ? "slack[0]" : "pagerduty[0]";
                _stored[i] = OutboxRules.Enter(SomeNotification.Step($"{i}", integration: integration, priority: $"P{_random.Next(3)}", alerts: alert), i, _now);
            }

            Start();
            for (var step = 0; !_stored.Values.All(entry => entry.IsDone); step++)
            {
                Assert.True(step < 5_000, $"Seed {seed} does not end.");
                Step();
            }

            Check();
        }

        private static bool KnowsRepeats(OutboxEntry entry) => entry.Integration.StartsWith("pager", StringComparison.Ordinal);

        private void Start()
        {
            _queue = new OutboxQueue(_settings);
            foreach (var entry in _stored.Values) _queue.Add(entry);
        }

        private void Step()
        {
            foreach (var item in _queue.TakeDue(_now))
            {
                if (!Work(item)) return;
            }

            if (_queue.NextAt(_now) is { } next && next > _now) _now = next;
        }

        // False when the process died on the way.
        private bool Work(OutboxItem item)
        {
            var entry = item.Entry;
            if (entry.Status == OutboxStatus.Claimed) Store(item, OutboxRules.Recover(entry, KnowsRepeats(entry), _settings, _now));
            else if (entry.Status == OutboxStatus.Failed) Store(item, OutboxRules.Announced(entry));
            else if (OutboxRules.ExpiresAt(entry, _settings) <= _now) Store(item, OutboxRules.Expire(entry));
            else if (!Send(item)) return false;
            _queue.Return(item);
            return true;
        }

        private bool Send(OutboxItem item)
        {
            if (Dies()) return false;
            Store(item, OutboxRules.Claim(item.Entry, _settings, _now));
            if (Dies()) return false;
            var outcome = Try(item.Entry);
            _now += TimeSpan.FromMilliseconds(_random.Next(2_000));
            if (Dies()) return false;
            Store(item, OutboxRules.Settle(item.Entry, outcome, KnowsRepeats(item.Entry), _settings, _now, _random.NextDouble()));
            _queue.Release(item, _now, outcome.RetryAfter is { } wait ? _now + wait : null);
            return true;
        }

        private NotifyOutcome Try(OutboxEntry entry)
        {
            switch (_random.Next(6))
            {
                case 0:
                    return NotifyOutcome.NotSent("HTTP 500");
                case 1:
                    return NotifyOutcome.NotSent("HTTP 429", TimeSpan.FromSeconds(_random.Next(60)));
                case 2:
                    if (_random.Next(2) == 0) Arrive(entry);
                    return NotifyOutcome.Unknown("reset");
                case 3 when _random.Next(4) == 0:
                    return NotifyOutcome.Rejected("HTTP 403");
                default:
                    Arrive(entry);
                    return NotifyOutcome.Sent;
            }
        }

        private void Arrive(OutboxEntry entry)
        {
            _arrivals[entry.Number] = _arrivals.GetValueOrDefault(entry.Number) + 1;
            _order.Add(entry.Number);
        }

        private bool Dies()
        {
            if (_random.Next(25) != 0) return false;
            Start();
            return true;
        }

        private void Store(OutboxItem item, OutboxEntry next)
        {
            Assert.Equal(_stored[next.Number].Version + 1, next.Version);
            Assert.False(_stored[next.Number].IsDone, $"Seed {seed}: {next.Key} was done.");
            _stored[next.Number] = next;
            item.Stored(next);
        }

        private void Check()
        {
            foreach (var entry in _stored.Values)
            {
                var arrivals = _arrivals.GetValueOrDefault(entry.Number);
                if (entry.Status == OutboxStatus.Sent) Assert.True(arrivals >= 1, $"Seed {seed}: {entry.Key} is noted as sent and did not arrive.");
                if (!KnowsRepeats(entry)) Assert.True(arrivals <= 1 + _settings.MaxRepeats, $"Seed {seed}: {entry.Key} arrived {arrivals} times.");
                Assert.True(entry.Tries <= _settings.MaxTries, $"Seed {seed}: {entry.Key} was tried {entry.Tries} times.");
            }

            foreach (var alert in _stored.Values.GroupBy(entry => (entry.Integration, entry.Fingerprints[0])))
            {
                var numbers = alert.Select(entry => entry.Number).ToHashSet();
                var arrived = _order.Where(numbers.Contains).ToArray();
                Assert.True(arrived.SequenceEqual(arrived.Order()), $"Seed {seed}: {string.Join(',', arrived)} arrived out of order.");
            }
        }
    }
}
