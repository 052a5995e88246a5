namespace KindTools.Core.Images;

/// <summary>Why a container's pull policy is what it is.</summary>
public enum PullPolicyCause
{
    /// <summary>The manifest declares it.</summary>
    Declared,

    /// <summary>Defaulted: the tag is <c>latest</c>.</summary>
    TagIsLatest,

    /// <summary>Defaulted: there is neither tag nor digest, which means <c>latest</c>.</summary>
    TagIsAbsent,

    /// <summary>Defaulted: the tag is another one.</summary>
    TagIsOther,

    /// <summary>Defaulted: there is a digest and no tag.</summary>
    DigestAlone,

    /// <summary>Defaulted: the reference cannot be parsed.</summary>
    InvalidReference,

    /// <summary>The manifest declares a policy that does not exist.</summary>
    UnknownPolicy,
}
