using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Iskra.Tests.Deploy.Support;

namespace Iskra.Tests.Deploy.Images;

public sealed partial class DockerfileTests
{
    private static readonly string[] Published = ["Gateway/Iskra.Gateway.csproj", "Tools/Iskra.Tools.csproj"];

    [Fact]
    public void Bases_are_pinned_and_the_last_one_holds_only_the_runtime()
    {
        var bases = Dockerfile.Instructions.Where(line => line.Instruction == "FROM").Select(line => line.Arguments.Split(' ')[0]).ToArray();
        Assert.Equal(3, bases.Length);
        Assert.All(bases, image => Assert.Matches(@":\d+\.\d+-[a-z-]+$", image));
        Assert.Contains("/aspnet:", bases[^1], StringComparison.Ordinal);
        Assert.EndsWith("-chiseled", bases[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_container_is_not_root_and_hears_signals_itself()
    {
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", Assert.Single(Dockerfile.Of("final", "USER")));
        var entry = JsonSerializer.Deserialize<string[]>(Assert.Single(Dockerfile.Of("final", "ENTRYPOINT")))!;
        Assert.Equal(["dotnet", "/app/Iskra.Gateway.dll"], entry);
        Assert.Empty(Dockerfile.Of("final", "RUN"));
    }

    [Fact]
    public void Health_is_asked_with_a_command_that_the_tool_has()
    {
        var command = JsonSerializer.Deserialize<string[]>(Assert.Single(Dockerfile.Of("final", "HEALTHCHECK")).Split("CMD ", 2)[1])!;
        Assert.Equal(["dotnet", "/app/tools/iskra.dll"], command[..2]);
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "iskra.dll")));
    }

    [Fact]
    public void What_is_copied_exists_and_is_not_ignored()
    {
        var ignore = Repository.Read("deploy/docker/Dockerfile.dockerignore").Split('\n').Select(line => line.Trim()).ToArray();
        Assert.Contains("*", ignore);
        foreach (var source in Dockerfile.Copied)
        {
            var path = Repository.PathOf(source);
            Assert.True(File.Exists(path) || Directory.Exists(path), $"COPY {source}: it is not there");
            Assert.Contains("!" + source.Split('/')[0], ignore);
        }
    }

    [Fact]
    public void Everything_that_the_published_projects_need_is_copied()
    {
        var projects = new HashSet<string>();
        foreach (var project in Published) Collect(project, projects);
        Assert.Contains("Grains/Iskra.Grains.csproj", projects);
        Assert.All(projects, project => Assert.Contains(project, Dockerfile.Copied));
        Assert.All(projects, project => Assert.Contains(Path.GetDirectoryName(project), Dockerfile.Copied));
        foreach (var file in projects.SelectMany(ContentFolders)) Assert.Contains(file, Dockerfile.Copied);
    }

    [Fact]
    public void The_pages_are_built_and_handed_to_the_project_that_serves_them()
    {
        Assert.Contains(Dockerfile.Of("pages", "RUN"), run => run.Contains("npm run build -w dashboard", StringComparison.Ordinal));
        Assert.Contains("--from=pages /source/artifacts/web/ artifacts/web/", Dockerfile.Of("build", "COPY"));
        Assert.Contains("$(RepositoryRoot)artifacts/web", Repository.Read("Gateway/Iskra.Gateway.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_Node_of_the_image_is_new_enough_and_gets_the_package_files_of_all_parts_first()
    {
        var web = JsonDocument.Parse(Repository.Read("Web/package.json")).RootElement;
        var least = Version.Parse(web.GetProperty("engines").GetProperty("node").GetString()!.TrimStart('>', '='));
        var image = Dockerfile.Instructions.First(line => line.Instruction == "FROM").Arguments;
        Assert.Matches(@"^node:\d+\.\d+-[a-z]+-slim AS pages$", image);
        Assert.True(Version.Parse(image.Split(':', '-')[1]) >= least, $"{image} is older than {least}");
        Assert.Contains($"least_node={least.Major}", Repository.Read("scripts/pages.sh"), StringComparison.Ordinal);

        var pages = Dockerfile.Of("pages", "COPY").ToArray();
        Assert.Equal("Web/package.json Web/package-lock.json ./", pages[0]);
        foreach (var part in web.GetProperty("workspaces").EnumerateArray().Select(part => part.GetString())) Assert.Contains($"Web/{part}/package.json {part}/", pages);
        Assert.Equal("Web/ ./", pages[^1]);
        Assert.Contains("**/node_modules", Repository.Read("deploy/docker/Dockerfile.dockerignore"), StringComparison.Ordinal);
        Assert.Equal("/source/Web", Assert.Single(Dockerfile.Of("pages", "WORKDIR")));
        Assert.Contains("outDir: \"../../artifacts/web\"", Repository.Read("Web/dashboard/vite.config.ts"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_every_build_reads_is_copied()
    {
        var read = Directory.GetFiles(Repository.Root).Select(path => Path.GetFileName(path)!)
            .Where(name => name is ".editorconfig" or "global.json" || name.StartsWith("Directory.", StringComparison.Ordinal) || name.Equals("nuget.config", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(read.Order(), Dockerfile.Copied.Where(source => !source.Contains('/', StringComparison.Ordinal) && File.Exists(Repository.PathOf(source))).Order());
    }

    [Fact]
    public void Projects_are_published_for_Microsoft_Orleans()
    {
        var runs = Dockerfile.Of("build", "RUN").ToArray();
        foreach (var project in Published)
        {
            Assert.Contains(runs, run => run.Contains($"dotnet restore {project} -p:IskraEngine=orleans", StringComparison.Ordinal));
            Assert.Contains(runs, run => PublishCommand().Matches(run).Any(match => match.Value.Contains(project, StringComparison.Ordinal) && match.Value.Contains("-p:IskraEngine=orleans", StringComparison.Ordinal)));
        }
    }

    private static void Collect(string project, HashSet<string> found)
    {
        if (!found.Add(project)) return;
        var folder = Path.GetDirectoryName(Repository.PathOf(project))!;
        foreach (var reference in XDocument.Load(Repository.PathOf(project)).Descendants("ProjectReference").Select(node => (string)node.Attribute("Include")!))
            Collect(Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(folder, reference))), found);
    }

    /// <summary>The first folder of what a project takes from outside of its own.</summary>
    private static IEnumerable<string> ContentFolders(string project) =>
        XDocument.Load(Repository.PathOf(project)).Descendants().Where(node => node.Name.LocalName is "Content" or "None" or "Compile" or "EmbeddedResource")
            .Select(node => (string?)node.Attribute("Include")).Where(include => include?.StartsWith("../", StringComparison.Ordinal) == true).Select(include => include!.Split('/')[1]);

    [GeneratedRegex("dotnet publish [^&]+")]
    private static partial Regex PublishCommand();
}
