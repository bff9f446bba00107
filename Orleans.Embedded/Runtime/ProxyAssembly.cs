using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;

namespace Orleans.Runtime;

/// <summary>The assembly that classes are written into at run time. It may use types that are not public.</summary>
internal sealed class ProxyAssembly
{
    private readonly AssemblyBuilder _assembly;
    private readonly ModuleBuilder _module;
    private readonly ConstructorInfo _openAttribute;
    private readonly HashSet<string> _opened = [];
    private int _classes;

    public ProxyAssembly(string name)
    {
        _assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(name), AssemblyBuilderAccess.Run);
        _module = _assembly.DefineDynamicModule(name);
        _openAttribute = DefineOpenAttribute(_module);
        Open(typeof(ProxyAssembly));
    }

    public TypeBuilder DefineClass(string name, Type parent) => _module.DefineType(
        string.Create(CultureInfo.InvariantCulture, $"{name}.{++_classes}"), TypeAttributes.Public | TypeAttributes.Sealed, parent);

    /// <summary>Lets the assembly use all types of the one that a type is in.</summary>
    public void Open(Type type)
    {
        foreach (var argument in type.IsGenericType ? type.GetGenericArguments() : [])
        {
            Open(argument);
        }

        var name = type.Assembly.GetName().Name!;
        if (_opened.Add(name))
        {
            _assembly.SetCustomAttribute(new CustomAttributeBuilder(_openAttribute, [name]));
        }
    }

    /// <summary>The runtime honours an attribute of this name, whoever declares it; the base library has none.</summary>
    private static ConstructorInfo DefineOpenAttribute(ModuleBuilder module)
    {
        var type = module.DefineType(
            "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute", TypeAttributes.Public | TypeAttributes.Sealed, typeof(Attribute));
        var field = type.DefineField("_name", typeof(string), FieldAttributes.Private);
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(string)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, Type.EmptyTypes)!);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stfld, field);
        il.Emit(OpCodes.Ret);
        var usage = typeof(AttributeUsageAttribute);
        type.SetCustomAttribute(new CustomAttributeBuilder(
            usage.GetConstructor([typeof(AttributeTargets)])!,
            [AttributeTargets.Assembly],
            [usage.GetProperty(nameof(AttributeUsageAttribute.AllowMultiple))!],
            [true]));
        return type.CreateType().GetConstructor([typeof(string)])!;
    }
}
