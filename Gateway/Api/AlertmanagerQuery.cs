using System.Collections.Immutable;
using Iskra.Alerts;

namespace Iskra.Gateway.Api;

/// <summary>Reads the parameters of requests to the Alertmanager API. What is not known is ignored.</summary>
internal static class AlertmanagerQuery
{
    /// <summary>Reads which alerts are asked for.</summary>
    /// <exception cref="AlertmanagerFault">A matcher or the receiver cannot be understood.</exception>
    internal static AlertQuery Alerts(IQueryCollection query)
    {
        var receiver = query["receiver"].ToString();
        if (receiver.Length > 0) CheckReceiver(receiver);
        return new AlertQuery(
            Flag(query, "active"), Flag(query, "silenced"), Flag(query, "inhibited"), Matchers(query), receiver.Length == 0 ? null : receiver);
    }

    /// <summary>Reads <c>filter</c>: one matcher each.</summary>
    /// <exception cref="AlertmanagerFault">A matcher cannot be understood.</exception>
    internal static ImmutableArray<LabelMatcher> Matchers(IQueryCollection query)
    {
        try
        {
            return [.. query["filter"].Select(text => MatcherParser.ParseAndCompile(text ?? string.Empty).Definition)];
        }
        catch (MatcherException problem)
        {
            throw new AlertmanagerFault(AlertmanagerAnswer.Error(StatusCodes.Status400BadRequest, problem.Message));
        }
    }

    private static void CheckReceiver(string pattern)
    {
        try
        {
            AnchoredPattern.Compile(pattern);
        }
        catch (MatcherException problem)
        {
            throw new AlertmanagerFault(AlertmanagerAnswer.Error(StatusCodes.Status400BadRequest, $"failed to parse receiver param: {problem.Message}"));
        }
    }

    private static bool Flag(IQueryCollection query, string name)
    {
        var text = query[name].LastOrDefault();
        return string.IsNullOrEmpty(text) || text.ToLowerInvariant() is "true" or "1" or "t" or "yes" or "on" or "ok" or "y";
    }
}
