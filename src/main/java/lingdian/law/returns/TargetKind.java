package lingdian.law.returns;

import java.util.Locale;

/** What a target is about: a share of a county's cafés, each of which counts once in a period. */
public enum TargetKind {
    /** Cafés that officers inspected, for whatever reason. */
    INSPECTED,
    /** Cafés that officers inspected because they were drawn (双随机). */
    DRAWN;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of this word */
    public static TargetKind of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
