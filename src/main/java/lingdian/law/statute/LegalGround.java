package lingdian.law.statute;

import java.util.Locale;
import lingdian.domain.Authority;
import lingdian.domain.Measures;
import lingdian.law.hours.SuspensionOrder;
import org.jspecify.annotations.Nullable;

/**
 * The circumstance that decides which articles a finding quotes and whom it concerns, where its rule knows several.
 * Known when the finding opens, and kept: what a café is registered as may change while it is open.
 *
 * @param orderedBy who ordered a suspension; null in other circumstances
 * @param document the order itself, where the finding quotes it
 */
public record LegalGround(
        Cause cause,
        @Nullable Authority orderedBy,
        @Nullable String document) {
    /** The circumstances that {@code rules.yaml} may name. */
    public enum Cause {
        LICENCE_EXPIRED,
        SUSPENSION,
        CLOSING_ORDER,
        /** The café's software is a measure of its management (Order 363, Art. 19). */
        MANAGEMENT,
        /** It is a measure of network security (Order 363, Art. 24). */
        SECURITY,
        BOTH,
        FEWER_TERMINALS,
        MORE_TERMINALS;

        /** {@code licence-expired}, as in {@code rules.yaml}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static LegalGround of(Cause cause) {
        return new LegalGround(cause, null, null);
    }

    /** @param order null: the licence has expired */
    public static LegalGround of(@Nullable SuspensionOrder order) {
        if (order == null) {
            return of(Cause.LICENCE_EXPIRED);
        }
        return switch (order.kind()) {
            case SUSPENSION -> new LegalGround(Cause.SUSPENSION, order.by(), null);
            case CLOSING_ORDER -> new LegalGround(Cause.CLOSING_ORDER, order.by(), order.document());
        };
    }

    public static LegalGround of(Measures measures) {
        return of(
                switch (measures) {
                    case MANAGEMENT -> Cause.MANAGEMENT;
                    case SECURITY -> Cause.SECURITY;
                    case BOTH -> Cause.BOTH;
                });
    }
}
