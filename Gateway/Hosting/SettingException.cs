namespace Iskra.Gateway.Hosting;

/// <summary>The configuration cannot be used. The message names each setting at fault and says what would be right.</summary>
public sealed class SettingException : Exception
{
    /// <summary>A configuration that cannot be used.</summary>
    public SettingException()
        : this("The configuration cannot be used.")
    {
    }

    /// <summary>A configuration that cannot be used, with the reason.</summary>
    public SettingException(string message)
        : base(message)
    {
    }

    /// <summary>A configuration that cannot be used, with the reason and its cause.</summary>
    public SettingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
