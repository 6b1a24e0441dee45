package lingdian.law.hours;

import java.util.Locale;
import lingdian.domain.Authority;

/**
 * What suspends a café's licence, if it has not just expired.
 *
 * @param by the authority that ordered it
 * @param document the legal document that contains it
 */
public record SuspensionOrder(Kind kind, Authority by, String document) {
    /** What kind of decision it is. */
    public enum Kind {
        /** 停业整顿: a penalty, or a measure before one. */
        SUSPENSION,
        /** An order that closes cafés for a reason that is none of theirs, such as an examination or an epidemic. */
        CLOSING_ORDER;

        /** {@code closing-order}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @throws IllegalArgumentException if it is none of them */
        public static Kind of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
