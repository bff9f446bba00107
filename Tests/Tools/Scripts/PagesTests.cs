namespace Iskra.Tests.Tools.Scripts;

/// <summary>What <c>up</c> does about Node.js, which builds the pages.</summary>
public sealed class PagesTests : IDisposable
{
    private const string OldNode = "#!/bin/bash\necho v12.22.0\n";

    // Nobody is root here, and sudo does what a test says; nothing of the machine is touched.
    private const string NotRoot = "#!/bin/bash\necho 1000\n";

    private const string InstallingSudo =
        """
        #!/bin/bash
        echo "$*" >>"$SANDBOX/sudo.calls"
        case $* in *'apt-get install'*) printf '#!/bin/bash\necho v20.1.0\n' >"$SANDBOX/bin/node" ;; esac
        """;

    private const string Npm =
        """
        #!/bin/bash
        echo "$*" >>"$SANDBOX/npm.calls"
        case $* in
          ci*) mkdir -p node_modules && touch node_modules/.package-lock.json ;;
          'run build -w dashboard') mkdir -p ../artifacts/web && echo pages >../artifacts/web/index.html ;;
        esac
        """;

    private readonly ScriptSandbox _sandbox = new();

    public PagesTests()
    {
        _sandbox.Write("Web/package.json", "{}");
        _sandbox.Write("Web/package-lock.json", "{}");
        _sandbox.Write("bin/node", OldNode, executable: true);
        _sandbox.Write("bin/npm", Npm, executable: true);
        _sandbox.Write("bin/id", NotRoot, executable: true);
        _sandbox.Write("bin/apt-get", "#!/bin/bash\n", executable: true);
        _sandbox.Environment["SERVER_FAILS"] = "1";
    }

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Without_Node_that_can_be_installed_the_server_starts_and_it_is_said_what_would_be_right()
    {
        _sandbox.Write("bin/sudo", "#!/bin/bash\nexit 1\n", executable: true);
        var (_, output) = await _sandbox.RunAsync("up", "--engine", "embedded");
        Assert.Contains("the pages need Node.js 18 or newer with npm (found: v12.22.0)", output, StringComparison.Ordinal);
        Assert.Contains("apt-get install nodejs npm", output, StringComparison.Ordinal);
        Assert.Contains("Iskra.Gateway.dll", _sandbox.Read("dotnet.calls"), StringComparison.Ordinal);
        Assert.Equal("", _sandbox.Read("npm.calls"));
    }

    [Fact]
    public async Task Node_is_installed_where_it_can_be_and_the_pages_are_built_before_the_server()
    {
        _sandbox.Write("bin/sudo", InstallingSudo, executable: true);
        var (_, output) = await _sandbox.RunAsync("up", "--engine", "embedded");
        Assert.Contains("Installing Node.js", output, StringComparison.Ordinal);
        Assert.Contains("apt-get install -y -q --no-install-recommends nodejs npm", _sandbox.Read("sudo.calls"), StringComparison.Ordinal);
        Assert.Equal("ci --no-audit --no-fund --ignore-scripts\nrun build -w dashboard\n", _sandbox.Read("npm.calls"));
        Assert.Equal("pages\n", _sandbox.Read("artifacts/web/index.html"));
        Assert.Contains("Iskra.Gateway.dll", _sandbox.Read("dotnet.calls"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_are_built_need_no_Node()
    {
        _sandbox.Write("artifacts/web/index.html", "pages");
        File.SetLastWriteTimeUtc(_sandbox.PathOf("artifacts/web/index.html"), DateTime.UtcNow.AddMinutes(1));
        var (_, output) = await _sandbox.RunAsync("up", "--engine", "embedded");
        Assert.DoesNotContain("Node.js", output, StringComparison.Ordinal);
        Assert.Equal("", _sandbox.Read("npm.calls"));
    }
}
