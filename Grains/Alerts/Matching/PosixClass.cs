namespace Iskra.Alerts;

/// <summary>The named character classes of RE2, as they stand within a class of .NET.</summary>
internal static class PosixClass
{
    /// <summary>The characters of <c>[:name:]</c> or <c>[:^name:]</c>; null for a name that is none.</summary>
    public static string? Of(string name) => name switch
    {
        "[:alnum:]" => "0-9A-Za-z",
        "[:alpha:]" => "A-Za-z",
        "[:ascii:]" => @"\u0000-\u007f",
        "[:blank:]" => @"\t ",
        "[:cntrl:]" => @"\u0000-\u001f\u007f",
        "[:digit:]" => "0-9",
        "[:graph:]" => "!-~",
        "[:lower:]" => "a-z",
        "[:print:]" => " -~",
        "[:punct:]" => @"!-/:-@\[-`{-~",
        "[:space:]" => @"\t\n\v\f\r ",
        "[:upper:]" => "A-Z",
        "[:word:]" => "0-9A-Za-z_",
        "[:xdigit:]" => "0-9A-Fa-f",
        "[:^alnum:]" => @"\u0000-/:-@\[-`{-\uffff",
        "[:^alpha:]" => @"\u0000-@\[-`{-\uffff",
        "[:^digit:]" => @"\u0000-/:-\uffff",
        "[:^lower:]" => @"\u0000-`{-\uffff",
        "[:^space:]" => @"\u0000-\u0008\u000e-\u001f!-\uffff",
        "[:^upper:]" => @"\u0000-@\[-\uffff",
        "[:^word:]" => @"\u0000-/:-@\[-\^`{-\uffff",
        _ => null,
    };
}
