using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Iskra.Tests.House;

/// <summary>The house rules that a compiler does not know.</summary>
public sealed class SourceRules
{
    private const int MostLinesOfMethod = 40;
    private const int MostLinesOfFile = 400;

    private static readonly string[] ForbiddenInGrains =
    [
        "DateTime.UtcNow", "DateTime.Now", "DateTimeOffset.UtcNow", "DateTimeOffset.Now", "Stopwatch.", "Task.Run", "Thread.Sleep",
        "Random.Shared", "new Random", "Guid.NewGuid", "ConfigureAwait(false)", "#if", ".Result;", ".Wait()",
    ];

    /// <summary>Runs only when asked for, and measures real time.</summary>
    private const string Measurement = "Tests/Engine/Figures.cs";

    private static readonly string[] Unbounded =
    [
        "Channel.CreateUnbounded", "new BlockingCollection<",
    ];

    [Fact]
    public void Methods_fit_a_screen() => None(
        from source in Source.OfProduct
        from method in source.Root.DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
        let body = (SyntaxNode?)method.Body ?? method.ExpressionBody
        where body is not null
        let span = body.GetLocation().GetLineSpan()
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > MostLinesOfMethod
        select $"{source.At(method)}: {lines} lines; a method has at most {MostLinesOfMethod}");

    [Fact]
    public void Files_are_small() => None(
        from source in Source.OfProduct
        let lines = source.Text.Count(character => character == '\n')
        where lines > MostLinesOfFile
        select $"{source.Path}: {lines} lines; a file has at most {MostLinesOfFile}");

    [Fact]
    public void A_file_has_one_public_type_and_its_name() => None(
        from source in Source.OfProduct
        let types = source.Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            .Where(type => type.Parent is BaseNamespaceDeclarationSyntax && type.Modifiers.Any(modifier => modifier.Text == "public"))
            .Select(type => type.Identifier.Text).Distinct().ToArray()
        let name = Path.GetFileName(source.Path).Split('.')[0]
        where types.Length > 1 || (types.Length == 1 && !name.StartsWith(types[0], StringComparison.Ordinal))
        select $"{source.Path}: public types {string.Join(", ", types)}");

    [Fact]
    public void Grains_take_time_chance_and_waiting_from_outside() => None(
        from source in Source.OfProduct
        where source.IsIn("Grains", "Grains.Abstractions")
        from forbidden in ForbiddenInGrains
        where Code(source).Contains(forbidden, StringComparison.Ordinal)
        select $"{source.Path}: {forbidden}");

    [Fact]
    public void Grains_wait_only_by_a_clock_that_was_given_to_them() => None(
        from source in Source.OfProduct
        where source.IsIn("Grains")
        from call in source.Root.DescendantNodes().OfType<InvocationExpressionSyntax>()
        where call.Expression.ToString() == "Task.Delay" && !IsByClock(call)
        select $"{source.At(call)}: {call}");

    [Fact]
    public void Grains_have_no_locks() => None(
        from source in Source.OfProduct
        where source.IsIn("Grains")
        from node in source.Root.DescendantNodes().OfType<LockStatementSyntax>()
        select $"{source.At(node)}: lock");

    [Fact]
    public void Grains_have_no_static_state() => None(
        from source in Source.OfProduct
        where source.IsIn("Grains")
        from field in source.Root.DescendantNodes().OfType<FieldDeclarationSyntax>()
        where field.Modifiers.Any(modifier => modifier.Text == "static")
            && !field.Modifiers.Any(modifier => modifier.Text is "readonly" or "const")
        select $"{source.At(field)}: a static field that can change");

    [Fact]
    public void Every_queue_has_a_bound() => None(
        from source in Source.OfProduct
        from forbidden in Unbounded
        where Code(source).Contains(forbidden, StringComparison.Ordinal)
        select $"{source.Path}: {forbidden}");

    [Fact]
    public void Tests_wait_for_events_and_never_sleep() => None(
        from source in Source.Everything
        where source.IsIn("Tests") && !source.IsIn("Tests/House") && source.Path != Measurement
        from call in source.Root.DescendantNodes().OfType<InvocationExpressionSyntax>()
        let text = call.Expression.ToString()
        where text is "Thread.Sleep" or "Task.Delay" && !IsForever(call) && !IsByClock(call)
        select $"{source.At(call)}: {text}");

    [Fact]
    public void Nothing_is_left_for_later() => None(
        from source in Source.Everything
        where !source.IsIn("Tests/House")
        from word in new[] { "TODO", "FIXME", "HACK", "NotImplementedException" }
        where source.Text.Contains(word, StringComparison.Ordinal)
        select $"{source.Path}: {word}");

    [Fact]
    public void The_rules_look_at_the_code()
    {
        Assert.True(Source.OfProduct.Count() > 100);
        Assert.Contains(Source.OfProduct, source => source.IsIn("Grains"));
        Assert.Contains(Source.Everything, source => source.IsIn("Tests"));
    }

    private static bool IsForever(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.FirstOrDefault()?.ToString() is "Timeout.Infinite" or "Timeout.InfiniteTimeSpan";

    private static bool IsByClock(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Any(argument => argument.ToString() is "time" or "_time" or "Time");

    private static string Code(Source source)
    {
        var comments = source.Root.DescendantTrivia().Where(trivia => trivia.ToString().StartsWith('/')).Select(trivia => trivia.FullSpan).ToArray();
        return comments.Length == 0
            ? source.Text
            : new string([.. source.Text.Where((_, index) => !comments.Any(span => span.Contains(index)))]);
    }

    private static void None(IEnumerable<string> findings)
    {
        var all = findings.ToArray();
        Assert.True(all.Length == 0, string.Join('\n', all));
    }
}
