using System.Reflection;
using Xunit.v3;

namespace Iskra.Tests.Pages;

/// <summary>Closes the pages of each test when it is over, however it ended.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class ClosesPagesAttribute : BeforeAfterTestAttribute
{
    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        ArgumentNullException.ThrowIfNull(test);

        // The runner waits here, on a thread that nothing of the browser needs.
        Task.Run(() => Browser.CloseAsync(test.UniqueID)).GetAwaiter().GetResult();
    }
}
