namespace Orleans.Runtime;

/// <summary>Who keeps an activation.</summary>
internal interface IActivationOwner
{
    /// <summary>An activation has ended.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="left">Requests that it has not begun.</param>
    void OnEnded(Activation activation, RequestList left);
}
