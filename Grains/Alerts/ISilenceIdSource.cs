namespace Iskra.Alerts;

/// <summary>Makes ids of silences.</summary>
public interface ISilenceIdSource
{
    /// <summary>A UUID, version 4, in lower case, that nobody can guess.</summary>
    string Next();
}
