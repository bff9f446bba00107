using Iskra.Tests.Deploy.Support;
using Npgsql;

namespace Iskra.Tests.Deploy.Compose;

public sealed class SecretsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("iskra secrets ");

    [Fact]
    public async Task They_are_made_once_and_fit_together()
    {
        await MakeAsync();
        Assert.Equal(ComposeFile.Root.Members("secrets").Select(member => member.Key).Order(), _folder.GetFiles().Select(file => file.Name).Order());
        var connection = new NpgsqlConnectionStringBuilder(Read("ConnectionStrings__Iskra"));
        Assert.Equal((Read("postgres_password"), "timescaledb"), (connection.Password, connection.Host));
        var database = ComposeFile.EnvironmentOf("timescaledb");
        Assert.Equal((database["POSTGRES_USER"], database["POSTGRES_DB"]), (connection.Username, connection.Database));
        Assert.Empty(KnownSettings.Problems(new Dictionary<string, string> { ["Auth__SigningKey"] = Read("Auth__SigningKey"), ["ConnectionStrings__Iskra"] = connection.ConnectionString }));
        var before = _folder.GetFiles().ToDictionary(file => file.Name, file => Read(file.Name));
        await MakeAsync();
        Assert.All(before, secret => Assert.Equal(secret.Value, Read(secret.Key)));
    }

    [Fact]
    public async Task Only_their_owner_gets_into_the_folder()
    {
        await MakeAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, _folder.UnixFileMode & (UnixFileMode)0b111_111_111);
        Assert.All(_folder.GetFiles(), file => Assert.Equal((UnixFileMode)0b100_100_100, file.UnixFileMode));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task MakeAsync()
    {
        var (exitCode, output) = await Installed.RunAsync("/bin/bash", [Repository.PathOf("deploy/docker/make-secrets.sh"), _folder.FullName]);
        Assert.True(exitCode == 0, output);
        _folder.Refresh();
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder.FullName, name));
}
