using Iskra.Alerts;

namespace Iskra.Tests.Unit.Alerts;

/// <summary>The bounds of the alerts, at the bound.</summary>
public sealed class AlertBoundTests
{
    private static readonly DateTimeOffset Now = BoardRig.Start;

    [Fact]
    public async Task A_page_takes_so_many_items_and_one_more_opens_another()
    {
        var time = new ManualTime();
        var states = new FakeGrainStorage();
        PagedState<GroupRecord> Open() => new(
            number => new StoredState<StatePage<GroupRecord>>(states, $"groups-{number}", GrainId.Create("test", "x"), time), group => group.Key);
        var paged = Open();
        for (var i = 0; i < PagedState<GroupRecord>.PageSize; i++) paged.Put($"{i}", GroupRules.Start($"{i}", AlertmanagerConfig.Default.Root, Now, Now));
        Assert.Equal(1, paged.Pages);
        paged.Put("more", GroupRules.Start("more", AlertmanagerConfig.Default.Root, Now, Now));
        Assert.Equal(2, paged.Pages);
        await paged.SaveAsync();
        paged.Put("0", null);
        paged.Put("instead", GroupRules.Start("instead", AlertmanagerConfig.Default.Root, Now, Now));
        await paged.SaveAsync();
        Assert.Equal((2, false), (paged.Pages, paged.IsDirty));
        var again = Open();
        await again.LoadAsync(2);
        Assert.Equal(paged.Items.Select(item => item.Key).Order(), again.Items.Select(item => item.Key).Order());
        Assert.Equal(PagedState<GroupRecord>.PageSize + 1, again.Items.Count());
    }

    [Fact]
    public void A_step_for_many_alerts_goes_in_parts_and_leaves_none_out()
    {
        var rig = new BoardRig();
        rig.Post([.. Enumerable.Range(0, Notification.MaxAlerts + 1).Select(i => rig.Firing(BoardRig.Labels($"A{i}")))]);
        Assert.Equal([Notification.MaxAlerts, 1], rig.Notifications.Where(told => told.Integration == "slack[0]").Select(told => told.Alerts.Length));
    }

    [Fact]
    public void While_too_many_notifications_wait_what_is_due_stays_due()
    {
        var rig = new BoardRig();
        var posts = Enumerable.Range(0, 1 + (AlertBoard.MaxIntents / 2)).Select(i => rig.Firing(BoardRig.Labels($"A{i}"))).ToArray();
        foreach (var post in posts) rig.Board.Post([post], rig.Now);
        Assert.Equal(AlertBoard.MaxIntents, rig.Board.Intents.Count());
        rig.Settle();
        rig.Board.Advance(rig.Now);
        rig.Settle();
        Assert.Equal(AlertBoard.MaxIntents + 2, rig.Notifications.Count);
    }

    [Fact]
    public void So_many_silences_are_kept_and_one_more_is_refused()
    {
        var rig = new BoardRig();
        var post = new SilencePost(null, [new("alertname", MatchOperator.Equal, "A")], rig.Now, rig.Now.AddHours(1), "a", "c");
        for (var i = 0; i < SilenceBook.MaxSilences; i++) rig.Board.PutSilence(post, rig.Now);
        Assert.Equal(ErrorCode.Overloaded, Assert.Throws<RefusedException>(() => rig.Board.PutSilence(post, rig.Now)).Code);
    }
}
