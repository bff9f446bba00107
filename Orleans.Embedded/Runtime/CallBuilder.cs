using System.Reflection;
using System.Reflection.Emit;

namespace Orleans.Runtime;

/// <summary>Writes the call class of a method: its arguments as fields, and how to call the method with them.</summary>
internal static class CallBuilder
{
    private const MethodAttributes Override = MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig;

    public static Type Build(ProxyAssembly assembly, MethodInfo method)
    {
        var parent = method.ReturnType.IsGenericType
            ? typeof(ResultCall<>).MakeGenericType(method.ReturnType.GetGenericArguments())
            : typeof(VoidCall);
        var type = assembly.DefineClass($"{method.DeclaringType!.Name}.{method.Name}", parent);
        type.DefineDefaultConstructor(MethodAttributes.Public);
        var parameters = method.GetParameters();
        var fields = new FieldBuilder[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            assembly.Open(parameters[i].ParameterType);
            fields[i] = type.DefineField(ProxyFactory.ArgumentField(i), parameters[i].ParameterType, FieldAttributes.Public);
        }

        DefineInvoke(type, method, fields);
        if (fields.FirstOrDefault(field => field.FieldType == typeof(CancellationToken)) is { } token)
        {
            DefineToken(type, token);
        }

        return type.CreateType();
    }

    private static void DefineInvoke(TypeBuilder type, MethodInfo method, FieldBuilder[] fields)
    {
        var il = type.DefineMethod(nameof(GrainCall.InvokeMethod), Override, typeof(Task), [typeof(object)]).GetILGenerator();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, method.DeclaringType!);
        foreach (var field in fields)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field);
        }

        il.Emit(OpCodes.Callvirt, method);
        if (method.ReturnType == typeof(void))
        {
            il.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.CompletedTask))!.GetMethod!);
        }
        else if (method.ReturnType.IsValueType)
        {
            var result = il.DeclareLocal(method.ReturnType);
            il.Emit(OpCodes.Stloc, result);
            il.Emit(OpCodes.Ldloca, result);
            il.Emit(OpCodes.Call, method.ReturnType.GetMethod(nameof(ValueTask.AsTask))!);
        }

        il.Emit(OpCodes.Ret);
    }

    private static void DefineToken(TypeBuilder type, FieldBuilder field)
    {
        var get = type.DefineMethod($"get_{nameof(GrainCall.CancellationToken)}", Override, typeof(CancellationToken), []).GetILGenerator();
        get.Emit(OpCodes.Ldarg_0);
        get.Emit(OpCodes.Ldfld, field);
        get.Emit(OpCodes.Ret);

        var set = type.DefineMethod($"set_{nameof(GrainCall.CancellationToken)}", Override, null, [typeof(CancellationToken)]).GetILGenerator();
        set.Emit(OpCodes.Ldarg_0);
        set.Emit(OpCodes.Ldarg_1);
        set.Emit(OpCodes.Stfld, field);
        set.Emit(OpCodes.Ret);
    }
}
