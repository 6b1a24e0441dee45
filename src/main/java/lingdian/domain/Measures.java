package lingdian.domain;

import java.util.Locale;

/**
 * As which measures a café's software is registered, which decides whom it concerns when it stops (Order 363, Art. 19
 * and 24).
 */
public enum Measures {
    /** 经营管理技术措施, of the culture authority. */
    MANAGEMENT,
    /** 安全技术措施, of the police. */
    SECURITY,
    BOTH;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if it is none of them */
    public static Measures of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
