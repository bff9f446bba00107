using System.Runtime.Versioning;

// The scripts under test are bash.
[assembly: UnsupportedOSPlatform("windows")]
