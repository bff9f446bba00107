using Iskra.Gateway.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Unit.Hosting;

public sealed class SecretsFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("iskra secrets ");

    [Fact]
    public async Task A_setting_in_a_file_wins_over_the_command_line()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "Gateway__MaxConnections"), "7\n", TestContext.Current.CancellationToken);
        await using var app = IskraHost.Build(["--Store=memory", $"--SecretsFolder={_folder.FullName}", "--Gateway:MaxConnections=8"]);
        Assert.Equal(7, app.Services.GetRequiredService<GatewayOptions>().MaxConnections);
    }

    [Theory]
    [InlineData("secrets")]
    [InlineData("/no/such/folder")]
    public void A_folder_that_is_not_there_is_refused_by_its_name(string folder) =>
        Assert.StartsWith("SecretsFolder:", Assert.Throws<SettingException>(() => IskraHost.Build(["--Store=memory", $"--SecretsFolder={folder}"])).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);
}
