using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;

namespace Orleans.Runtime;

/// <summary>Writes the class of the references to a grain interface, and a call class for each of its methods.</summary>
internal static class ProxyBuilder
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Lock Gate = new();
    private static readonly ProxyAssembly Assembly = new(ProxyFactory.AssemblyName);

    public static ProxyShape Build(Type grainInterface)
    {
        // The module that the classes are written into is not made for several writers.
        lock (Gate)
        {
            var methods = MethodsOf(grainInterface);
            var shape = new ProxyShape(grainInterface, Array.ConvertAll(methods, method => new GrainMethod(method)));
            var proxy = DefineProxy(grainInterface, methods);
            var parameters = new[] { typeof(EmbeddedRuntime), typeof(GrainId), typeof(ProxyShape) };
            var arguments = Array.ConvertAll(parameters, Expression.Parameter);
            shape.Create = Expression.Lambda<Func<EmbeddedRuntime, GrainId, ProxyShape, GrainProxy>>(
                Expression.New(proxy.GetConstructor(parameters)!, arguments), arguments).Compile();
            return shape;
        }
    }

    private static MethodInfo[] MethodsOf(Type grainInterface)
    {
        if (!grainInterface.IsInterface || !typeof(IAddressable).IsAssignableFrom(grainInterface))
        {
            throw new ArgumentException($"{grainInterface} is not a grain interface; it has to be an interface derived from IGrain or IGrainObserver.");
        }

        var methods = grainInterface.GetInterfaces().Append(grainInterface)
            .SelectMany(type => type.GetMethods())
            .Where(method => method.IsAbstract && !method.IsStatic)
            .ToArray();
        Array.ForEach(methods, CheckMethod);
        return methods;
    }

    private static void CheckMethod(MethodInfo method)
    {
        var result = method.ReturnType;
        var known = result == typeof(void) || result == typeof(Task) || result == typeof(ValueTask)
            || (result.IsGenericType && (IsA(result, typeof(Task<>)) || IsA(result, typeof(ValueTask<>))));
        if (!known || method.IsGenericMethod || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef))
        {
            throw new NotSupportedException(
                $"{method.DeclaringType}.{method.Name} cannot be called on this engine: a grain method returns Task, Task<T>, "
                + "ValueTask, ValueTask<T> or nothing, is not generic, and has no parameters by reference.");
        }
    }

    private static bool IsA(Type type, Type definition) => type.GetGenericTypeDefinition() == definition;

    private static Type DefineProxy(Type grainInterface, MethodInfo[] methods)
    {
        Assembly.Open(grainInterface);
        var type = Assembly.DefineClass($"{grainInterface.Name}.Proxy", typeof(GrainProxy));
        type.AddInterfaceImplementation(grainInterface);
        DefineConstructor(type);
        for (var i = 0; i < methods.Length; i++)
        {
            DefineMethod(type, i, methods[i], CallBuilder.Build(Assembly, methods[i]));
        }

        return type.CreateType();
    }

    private static void DefineConstructor(TypeBuilder type)
    {
        var parameters = new[] { typeof(EmbeddedRuntime), typeof(GrainId), typeof(ProxyShape) };
        var il = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, parameters).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_3);
        il.Emit(OpCodes.Call, typeof(GrainProxy).GetConstructor(AnyInstance, parameters)!);
        il.Emit(OpCodes.Ret);
    }

    private static void DefineMethod(TypeBuilder type, int index, MethodInfo method, Type call)
    {
        var parameters = Array.ConvertAll(method.GetParameters(), parameter => parameter.ParameterType);
        var builder = type.DefineMethod(
            $"{method.DeclaringType!.Name}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot | MethodAttributes.HideBySig,
            method.ReturnType,
            parameters);
        var il = builder.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Newobj, call.GetConstructor(Type.EmptyTypes)!);
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldarg, i + 1);
            il.Emit(OpCodes.Stfld, call.GetField(ProxyFactory.ArgumentField(i))!);
        }

        il.Emit(OpCodes.Call, SenderFor(method.ReturnType));
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(builder, method);
    }

    private static MethodInfo SenderFor(Type result)
    {
        var name = result == typeof(void) ? nameof(GrainProxy.CallNothing)
            : result == typeof(Task) ? nameof(GrainProxy.CallVoid)
            : result == typeof(ValueTask) ? nameof(GrainProxy.CallValueVoid)
            : IsA(result, typeof(Task<>)) ? nameof(GrainProxy.Call)
            : nameof(GrainProxy.CallValue);
        var sender = typeof(GrainProxy).GetMethod(name)!;
        return sender.IsGenericMethod ? sender.MakeGenericMethod(result.GetGenericArguments()) : sender;
    }
}
