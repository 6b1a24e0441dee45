package lingdian.office.permission;

import java.time.Instant;
import java.time.temporal.TemporalAmount;
import java.util.Locale;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Permission to see what is sealed: one account asks for it, a second one gives or refuses it, time ends it. Pure.
 *
 * <p>One rule for unmaskings and record requests, so that four eyes (四眼原则) mean the same everywhere.
 *
 * @param granted null until it is decided
 * @param decidedBy null also where no second person was needed
 * @param endsAt undecided: when the request lapses; granted: when the permission ends
 */
public record Permission(
        AccountId askedBy,
        Instant askedAt,
        @Nullable Boolean granted,
        @Nullable AccountId decidedBy,
        @Nullable Instant decidedAt,
        Instant endsAt) {

    public Permission {
        if (askedBy.equals(decidedBy)) {
            throw new IllegalArgumentException("nobody decides what they asked for");
        }
    }

    /** Its state at a moment. */
    public enum State {
        PENDING,
        GRANTED,
        REFUSED,
        EXPIRED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static State of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    /** One that a second person must decide until {@code lapsesAt}. */
    public static Permission asked(AccountId account, Instant now, Instant lapsesAt) {
        return new Permission(account, now, null, null, null, lapsesAt);
    }

    /** One that needs no second person. */
    public static Permission given(AccountId account, Instant now, Instant endsAt) {
        return new Permission(account, now, true, null, null, endsAt);
    }

    /** The end excluded: at exactly {@code endsAt} it is over. */
    public State at(Instant now) {
        if (Boolean.FALSE.equals(granted)) {
            return State.REFUSED;
        }
        if (!now.isBefore(endsAt)) {
            return State.EXPIRED;
        }
        return granted == null ? State.PENDING : State.GRANTED;
    }

    public static Problem.Thrown ownRequest() {
        return Refused.coded(403, "own-request", "You cannot decide your own request: another person must.");
    }

    static Problem.Thrown alreadyDecided() {
        return Refused.coded(409, "already-decided", "This was decided before.");
    }

    /**
     * The second person's decision.
     *
     * @param lasts how long the permission is good for, from now on
     * @throws Problem.Thrown where this account may not decide, or there is nothing left to decide
     */
    public Permission decided(AccountId account, boolean approve, Instant now, TemporalAmount lasts) {
        if (account.equals(askedBy)) {
            throw ownRequest();
        }
        return switch (at(now)) {
            case PENDING -> new Permission(askedBy, askedAt, approve, account, now, approve ? now.plus(lasts) : endsAt);
            case EXPIRED -> throw Refused.coded(410, "expired", "The request has lapsed: it must be made again.");
            case GRANTED, REFUSED -> throw alreadyDecided();
        };
    }
}
