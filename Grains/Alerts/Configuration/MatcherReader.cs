namespace Iskra.Alerts;

/// <summary>Reads matchers in alertmanager.yml: the list, and the two older mappings.</summary>
internal static class MatcherReader
{
    public static MatcherSet Read(YamlSection section, string list, string equal, string regex)
    {
        var matchers = new List<LabelMatcher>();
        foreach (var item in section.List(list))
        {
            var text = section.Scalar(item, list);
            try
            {
                matchers.AddRange(new MatcherSet(MatcherParser.ParseList(text)).Definitions);
            }
            catch (MatcherException problem)
            {
                throw section.BadItem(item, problem.Message);
            }
        }

        matchers.AddRange(section.Pairs(equal).Select(pair => new LabelMatcher(pair.Key, MatchOperator.Equal, pair.Value)));
        matchers.AddRange(section.Pairs(regex).Select(pair => new LabelMatcher(pair.Key, MatchOperator.Regex, pair.Value)));
        try
        {
            return new MatcherSet(matchers.OrderBy(matcher => matcher.Name, StringComparer.Ordinal));
        }
        catch (MatcherException problem)
        {
            throw section.BadValue(regex, problem.Message);
        }
    }
}
