namespace Iskra.Tests.Tools.Scripts;

public sealed class TestTests : IDisposable
{
    private readonly ScriptSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    private static string LastLine(string output) => output.TrimEnd('\n').Split('\n')[^1];

    [Fact]
    public async Task The_numbers_of_all_suites_and_engines_are_added_up_in_the_last_line()
    {
        _sandbox.Environment["ORLEANS"] = "yes";
        _sandbox.AddSuite("One", passed: 10, failed: 0, skipped: 1);
        _sandbox.AddSuite("Two", passed: 5, failed: 0, skipped: 0);

        var (status, output) = await _sandbox.RunAsync("test");

        Assert.Equal(0, status);
        Assert.Equal("30 passed, 0 failed, 2 skipped", LastLine(output));
        Assert.Contains("15 tests ran on embedded, 15 tests ran on orleans", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n'), line => line.Contains(" passed, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_test_fails_the_run()
    {
        _sandbox.AddSuite("One", passed: 1, failed: 2, skipped: 0);

        var (status, output) = await _sandbox.RunAsync("test", "--engine", "embedded");

        Assert.Equal(1, status);
        Assert.Equal("1 passed, 2 failed, 0 skipped", LastLine(output));
    }

    [Fact]
    public async Task A_suite_that_ends_without_a_report_is_a_failure()
    {
        _sandbox.AddSuite("One", passed: 1, failed: 0, skipped: 0);
        _sandbox.AddSuite("Two", passed: 1, failed: 0, skipped: 0);
        File.Delete(_sandbox.PathOf("Two.ctrf"));

        var (status, output) = await _sandbox.RunAsync("test", "--engine", "embedded");

        Assert.Equal(1, status);
        Assert.Contains("ended with status 134 and no report", output, StringComparison.Ordinal);
        Assert.Equal("1 passed, 1 failed, 0 skipped", LastLine(output));
    }

    [Fact]
    public async Task Suites_of_an_engine_that_cannot_be_had_are_skipped_and_not_passed()
    {
        _sandbox.AddSuite("One", passed: 3, failed: 0, skipped: 0);
        _sandbox.AddSuite("Two", passed: 4, failed: 0, skipped: 0);

        var (status, output) = await _sandbox.RunAsync("test");

        Assert.Equal(0, status);
        Assert.Equal("7 passed, 0 failed, 2 skipped", LastLine(output));
        Assert.Contains("could not be restored, so its suites are skipped: error NU1101", output, StringComparison.Ordinal);
        Assert.Contains("0 tests ran on orleans", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    public async Task A_suite_must_run_as_many_tests_as_its_minimum_says(int least, int expectedStatus)
    {
        _sandbox.AddSuite("One", passed: 10, failed: 0, skipped: 5);
        _sandbox.Write("Tests/minimum.txt", $"# comment\nembedded One {least}\norleans One 99\n");

        var (status, output) = await _sandbox.RunAsync("test", "--engine", "embedded");

        Assert.Equal(expectedStatus, status);
        Assert.Equal($"10 passed, {expectedStatus} failed, 5 skipped", LastLine(output));
    }

    [Fact]
    public async Task A_suite_that_runs_no_test_at_all_fails()
    {
        _sandbox.AddSuite("One", passed: 0, failed: 0, skipped: 4);

        var (status, output) = await _sandbox.RunAsync("test", "--engine", "embedded");

        Assert.Equal(1, status);
        Assert.Equal("0 passed, 1 failed, 4 skipped", LastLine(output));
    }

    [Fact]
    public async Task Fast_runs_the_embedded_engine_without_scenarios_and_pages()
    {
        _sandbox.AddSuite("One", passed: 1, failed: 0, skipped: 0);
        _sandbox.AddSuite("Scenarios", passed: 1, failed: 0, skipped: 0);

        var (_, output) = await _sandbox.RunAsync("test", "--fast");

        Assert.Equal("1 passed, 0 failed, 0 skipped", LastLine(output));
        Assert.DoesNotContain("orleans", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_reaches_the_suites_and_lifts_the_minimum()
    {
        _sandbox.AddSuite("One", passed: 1, failed: 0, skipped: 0);
        _sandbox.Write("Tests/minimum.txt", "embedded One 100\n");

        var (status, _) = await _sandbox.RunAsync("test", "--engine", "embedded", "--filter", "A_gap");

        Assert.Equal(0, status);
        Assert.Contains("-method *A_gap*", _sandbox.Read("dotnet.calls"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_option_is_refused()
    {
        var (status, output) = await _sandbox.RunAsync("test", "--slow");

        Assert.Equal(1, status);
        Assert.Contains("unknown option '--slow'", output, StringComparison.Ordinal);
    }
}
