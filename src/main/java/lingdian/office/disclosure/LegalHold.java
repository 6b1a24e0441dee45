package lingdian.office.disclosure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.permission.Permission;
import org.jspecify.annotations.Nullable;

/**
 * Received days that an authority needs longer than they are kept (handbook, unmasking.md). Retention drops nothing
 * received on them until the hold is lifted, which takes two persons, because dropped records cannot be restored.
 *
 * @param to included
 * @param placeCode the café whose records are needed; null for all cafés in the region. Days are dropped whole, so
 *     either kind holds the whole day
 * @param region whose accounts see the hold
 * @param reason as it was given; null if the key that sealed it is retired
 */
record LegalHold(
        UUID id,
        LocalDate from,
        LocalDate to,
        @Nullable PlaceCode placeCode,
        Authority authority,
        RegionCode region,
        @Nullable String reason,
        Creation made,
        State state) {
    /** The longest hold, in days. A longer need takes another hold, with a reason of its own. */
    static final int DAYS_MAX = 366;

    /** Who took it, and when; without a name until it is read. */
    record Creation(AccountId by, @Nullable String name, Instant at) {}

    LegalHold {
        if (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) >= DAYS_MAX) {
            throw new IllegalArgumentException("a hold covers 1 to " + DAYS_MAX + " days");
        }
    }

    /** {@link Held} → {@link LiftingAsked} → {@link Lifted}, or back to {@link Held} if the second person refuses. */
    sealed interface State {
        String wire();
    }

    record Held() implements State {
        @Override
        public String wire() {
            return "held";
        }

        /** @param reason why the days are no longer needed */
        LiftingAsked ask(AccountId account, Instant now, String reason) {
            return new LiftingAsked(account, now, reason);
        }
    }

    /** Still in force: a second person has not decided. */
    record LiftingAsked(AccountId by, Instant at, @Nullable String reason) implements State {
        @Override
        public String wire() {
            return "lifting";
        }

        /** @throws lingdian.platform.http.Problem.Thrown if the account is not a second person */
        State decided(AccountId account, boolean approve, Instant now) {
            if (account.equals(by)) {
                throw Permission.ownRequest();
            }
            return approve ? new Lifted(this, account, now) : new Held();
        }

        @Override
        public String toString() {
            return "LiftingAsked"; // a reason is free text
        }
    }

    record Lifted(LiftingAsked asked, AccountId by, Instant at) implements State {
        @Override
        public String wire() {
            return "lifted";
        }
    }

    LegalHold with(State next) {
        return new LegalHold(id, from, to, placeCode, authority, region, reason, made, next);
    }

    @Override
    public String toString() {
        return "LegalHold[" + id + ", " + state.wire() + "]"; // a reason is free text
    }
}
