using System.Diagnostics;
using Iskra.Tests.Tools.Support;

namespace Iskra.Tests.Tools.Scripts;

public sealed class SyntaxTests
{
    public static TheoryData<string> Scripts() =>
        [.. Directory.GetFiles(Repository.File("scripts"), "*.sh").Append(Repository.File("iskra")).Select(path => Path.GetRelativePath(Repository.Root, path))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_is_valid_bash(string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-n", Repository.File(script)]) { RedirectStandardError = true })!;
        var errors = await bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken).Soon();

        Assert.Equal("", errors);
    }
}
