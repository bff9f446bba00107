using Iskra.Alerts;

namespace Iskra.Tests.Unit.Alerts;

public sealed class MatcherTests
{
    [Theory]
    [InlineData("a=b", "a", MatchOperator.Equal, "b")]
    [InlineData(" a != \"b c\" ", "a", MatchOperator.NotEqual, "b c")]
    [InlineData("a=~\"web.*\"", "a", MatchOperator.Regex, "web.*")]
    [InlineData("a!~x|y", "a", MatchOperator.NotRegex, "x|y")]
    [InlineData("b=x=y", "b", MatchOperator.Equal, "x=y")]
    [InlineData("l=p,q", "l", MatchOperator.Equal, "p,q")]
    [InlineData("ok==1", "ok", MatchOperator.Equal, "=1")]
    [InlineData("a='b'", "a", MatchOperator.Equal, "'b'")]
    [InlineData("a=\"x\\ny\\\"\\\\\"", "a", MatchOperator.Equal, "x\ny\"\\")]
    [InlineData("a=~\"\\w+\"", "a", MatchOperator.Regex, "\\w+")]
    [InlineData("a=", "a", MatchOperator.Equal, "")]
    [InlineData("a:b=c", "a:b", MatchOperator.Equal, "c")]
    [InlineData("a=x\\", "a", MatchOperator.Equal, "x\\")]
    public void A_matcher_is_read(string text, string name, MatchOperator op, string value) =>
        Assert.Equal(new LabelMatcher(name, op, value), MatcherParser.Parse(text));

    [Theory]
    [InlineData("", "bad matcher format: ")]
    [InlineData("xx", "bad matcher format: xx")]
    [InlineData("1a=b", "bad matcher format: 1a=b")]
    [InlineData("a-b=c", "bad matcher format: a-b=c")]
    [InlineData("a=\"x", "matcher value contains unescaped double quote: \"x")]
    [InlineData("a=x\"y", "matcher value contains unescaped double quote: x\"y")]
    [InlineData("a=\"x\"y\"", "matcher value contains unescaped double quote: \"x\"y\"")]
    [InlineData("a=~[0-9", "error parsing regexp: missing closing ]: `[0-9)$`")]
    [InlineData("a=~((", "error parsing regexp: missing closing ): `^(?:(()$`")]
    [InlineData("a=~*", "error parsing regexp: missing argument to repetition operator: `*`")]
    [InlineData("a=~x**", "error parsing regexp: invalid nested repetition operator: `**`")]
    [InlineData("a=~(?=x)", "error parsing regexp: invalid or unsupported Perl syntax: `(?=`")]
    [InlineData("a=~(?!x)", "error parsing regexp: invalid or unsupported Perl syntax: `(?!`")]
    [InlineData("a=~(?<!x)", "error parsing regexp: invalid or unsupported Perl syntax: `(?<!`")]
    [InlineData("a=~\\1", "error parsing regexp: invalid escape sequence: `\\1`")]
    [InlineData("a=~x{2000}", "error parsing regexp: invalid repeat count: `{2000}`")]
    [InlineData("a=~(x{100}){100}", "error parsing regexp: invalid repeat count: `{100}`")]
    [InlineData("a=~[z-a]", "error parsing regexp: invalid character class range: `z-a`")]
    [InlineData("a=~x\\", "error parsing regexp: trailing backslash at end of expression: ``")]
    public void What_cannot_be_understood_is_refused_in_the_words_of_the_alertmanager(string text, string message) =>
        Assert.Equal(message, Assert.Throws<MatcherException>(() => MatcherParser.ParseAndCompile(text)).Message);

    [Theory]
    [InlineData("x=\"\"", true)]
    [InlineData("x!=\"foo\"", true)]
    [InlineData("x=~\".*\"", true)]
    [InlineData("x!~\".+\"", true)]
    [InlineData("x!=\"\"", false)]
    [InlineData("x=~\".+\"", false)]
    [InlineData("a=\"b\"", true)]
    public void A_missing_label_counts_as_empty(string text, bool isMatch) =>
        Assert.Equal(isMatch, MatcherParser.ParseAndCompile(text).IsMatch(LabelSet.Of(("a", "b"))));

    [Theory]
    [InlineData("web.*", "web1", true)]
    [InlineData("web.*", "1web", false)]
    [InlineData("a|b", "b", true)]
    [InlineData("a|b", "ab", false)]
    [InlineData("a", "a\n", false)]
    [InlineData("a$", "a", true)]
    [InlineData("a$", "a\n", false)]
    [InlineData(".", "\n", false)]
    [InlineData("(?s).", "\n", true)]
    [InlineData("(?i)WEB", "web", true)]
    [InlineData("(?i:W)eb", "wEb", false)]
    [InlineData("(?P<name>a)+", "aaa", true)]
    [InlineData("\\d+", "12", true)]
    [InlineData("\\d+", "١٢", false)]
    [InlineData("\\w+", "é", false)]
    [InlineData("[[:alpha:]_]+", "ab_", true)]
    [InlineData("[^[:alpha:]]", "1", true)]
    [InlineData("[\\d.]+", "1.2", true)]
    [InlineData("[]a]+", "]a", true)]
    [InlineData("[a-]+", "a-", true)]
    [InlineData("[a-z-[aeiou]]", "b]", true)]
    [InlineData("\\Qa.b\\E", "a.b", true)]
    [InlineData("\\Qa.b\\E", "axb", false)]
    [InlineData("\\x41\\x{42}", "AB", true)]
    [InlineData("\\pL+", "éЖ", true)]
    [InlineData("a{2,3}", "aaaa", false)]
    [InlineData("a{2,3}?", "aaa", true)]
    [InlineData("a{x}", "a{x}", true)]
    [InlineData("a.b:9100", "a.b:9100", true)]
    [InlineData("a b#c", "a b#c", true)]
    [InlineData("\\S+\\s\\S+", "a b", true)]
    [InlineData("[\\W]+", "-!", true)]
    public void A_pattern_matches_the_whole_value_as_in_re2(string pattern, string value, bool isMatch) =>
        Assert.Equal(isMatch, new Matcher(new LabelMatcher("a", MatchOperator.Regex, pattern)).IsMatch(value));

    [Fact]
    public void A_pattern_has_a_bound()
    {
        Assert.True(AnchoredPattern.Compile(new string('a', AnchoredPattern.MaxLength))(new string('a', AnchoredPattern.MaxLength)));
        Assert.Throws<MatcherException>(() => AnchoredPattern.Compile(new string('a', AnchoredPattern.MaxLength + 1)));
        AnchoredPattern.Check(new string('(', Re2Translator.MaxDepth) + new string(')', Re2Translator.MaxDepth));
        Assert.Throws<MatcherException>(() => AnchoredPattern.Check(new string('(', Re2Translator.MaxDepth + 1) + new string(')', Re2Translator.MaxDepth + 1)));
    }

    [Fact]
    public void A_pattern_made_to_stall_others_takes_time_in_proportion_to_the_value()
    {
        var isMatch = AnchoredPattern.Compile("(a+)+(a|aa)*b");
        Assert.False(isMatch(new string('a', 100_000)));
        Assert.True(isMatch(new string('a', 100_000) + "b"));
    }

    [Fact]
    public void A_list_of_matchers_is_read_with_and_without_braces()
    {
        LabelMatcher[] expected = [new("a", MatchOperator.Equal, "b,}"), new("c", MatchOperator.Regex, "d")];
        Assert.Equal(expected, MatcherParser.ParseList("{a=\"b,}\", c=~\"d\"}"));
        Assert.Equal(expected, MatcherParser.ParseList("a=\"b,}\",c=~d,"));
        Assert.Equal("{a=\"b,}\",c=~\"d\"}", new MatcherSet(expected).ToString());
        Assert.Empty(MatcherParser.ParseList("{}"));
    }
}
