using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Iskra.Tests.House;

/// <summary>A source file of the project, parsed.</summary>
public sealed record Source(string Path, string Text, CompilationUnitSyntax Root)
{
    private static readonly string[] Product = ["Grains.Abstractions", "Grains", "Silo", "Gateway", "Orleans.Embedded", "Tools"];

    private static readonly Lazy<IReadOnlyList<Source>> AllFiles = new(() => [.. Read(["Bench", "Tests", .. Product])]);

    public static string RepositoryRoot { get; } = FindRoot();

    public static IEnumerable<Source> Everything => AllFiles.Value;

    public static IEnumerable<Source> OfProduct => AllFiles.Value.Where(source => source.IsIn(Product));

    public bool IsIn(params string[] folders) => folders.Any(folder => Path.StartsWith(folder + "/", StringComparison.Ordinal));

    public string At(Microsoft.CodeAnalysis.SyntaxNode node) => $"{Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    private static IEnumerable<Source> Read(IEnumerable<string> folders)
    {
        foreach (var folder in folders.Select(folder => System.IO.Path.Combine(RepositoryRoot, folder)).Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            {
                var text = File.ReadAllText(file);
                yield return new Source(System.IO.Path.GetRelativePath(RepositoryRoot, file), text, (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text).GetRoot());
            }
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Iskra.Orleans.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside the repository.");
    }
}
