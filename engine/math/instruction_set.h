#pragma once
/** One lane loop, compiled once for each x86-64 level and chosen by the machine it runs on.
 *
 *  Knows: which instruction sets gcc and clang can target from one source file.
 *  Does not know: what is computed. The bits do not depend on the choice: lane loops use only IEEE
 *  + - * / sqrt, comparisons, integers and an explicit fma, and contraction is off.
 *
 *      IPA_LANES_INLINE void scale_lanes(int n, const double *restrict x, double *restrict y) { … }
 *      IPA_PER_INSTRUCTION_SET(extern, ipa_scale, scale_lanes, (int n, const double *x, double *y),
 *                              (n, x, y))
 */

/** A body that is inlined into every version; without that it would be compiled for the oldest. */
#define IPA_LANES_INLINE static inline __attribute__((always_inline))

#ifdef __x86_64__
#define IPA_TARGET_V3 __attribute__((target("avx2,fma")))
/* clang has no such word, and takes the wide registers by itself. */
#ifdef __clang__
#define IPA_TARGET_V4 __attribute__((target("avx2,fma,avx512f,avx512dq,avx512vl")))
#else
#define IPA_TARGET_V4 \
    __attribute__((target("avx2,fma,avx512f,avx512dq,avx512vl,prefer-vector-width=512")))
#endif
#define IPA_HAS_V3 (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
#define IPA_HAS_V4                                                                            \
    (IPA_HAS_V3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && \
     __builtin_cpu_supports("avx512vl"))
#define IPA_PER_INSTRUCTION_SET(storage, name, body, parameters, arguments) \
    IPA_TARGET_V4 static void name##_v4 parameters {                        \
        body arguments;                                                     \
    }                                                                       \
    IPA_TARGET_V3 static void name##_v3 parameters {                        \
        body arguments;                                                     \
    }                                                                       \
    static void name##_v1 parameters {                                      \
        body arguments;                                                     \
    }                                                                       \
    storage void name parameters {                                          \
        if (IPA_HAS_V4)                                                     \
            name##_v4 arguments;                                            \
        else if (IPA_HAS_V3)                                                \
            name##_v3 arguments;                                            \
        else                                                                \
            name##_v1 arguments;                                            \
    }
#else
#define IPA_PER_INSTRUCTION_SET(storage, name, body, parameters, arguments) \
    storage void name parameters {                                          \
        body arguments;                                                     \
    }
#endif
