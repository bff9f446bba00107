using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Iskra.Alerts;

/// <summary>A YAML file whose parts know where they stand, and what is not supported in it.</summary>
/// <param name="name">Its name, for messages.</param>
internal sealed class YamlFile(string name)
{
    /// <summary>What the file asks for that is not supported.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Reads the root of a text.</summary>
    /// <exception cref="AlertConfigurationException">It is no YAML, or no mapping.</exception>
    public YamlSection Read(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException problem)
        {
            throw new AlertConfigurationException(At(problem.Start, problem.InnerException?.Message ?? problem.Message), problem);
        }

        if (stream.Documents.Count == 0) throw new AlertConfigurationException($"{name}: the file is empty; it needs at least 'route' and 'receivers'.");
        return Section(stream.Documents[0].RootNode, "the file");
    }

    /// <summary>A mapping.</summary>
    public YamlSection Section(YamlNode node, string what) =>
        node is YamlMappingNode mapping ? new YamlSection(this, mapping, what) : throw Bad(node, $"{what} must be a mapping of names to values");

    /// <summary>What is wrong with a part of the file.</summary>
    public AlertConfigurationException Bad(YamlNode node, string reason) => new(At(node.Start, reason));

    /// <summary>Notes that something is not supported.</summary>
    public void Warn(YamlNode node, string what) => Warnings.Add(At(node.Start, what));

    private string At(Mark mark, string reason) => string.Create(CultureInfo.InvariantCulture, $"{name}:{mark.Line}:{mark.Column}: {reason}");
}
