package lingdian.law.release;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.law.casework.Refutation;
import lingdian.law.json.RulesJson;
import lingdian.law.judge.Rules;
import org.jspecify.annotations.Nullable;

/**
 * A proposed set of rules and its state.
 *
 * @param content the rules as JSON, whose version is {@code version}
 * @param author who is shown the findings of its rules in shadow
 * @param askedFrom the requested beginning; null: its release
 * @param refutation of the rule that the service proposed to put into shadow by it; null for a proposal by people
 */
public record RuleRelease(
        UUID id,
        String version,
        String content,
        Source source,
        AccountId author,
        Instant proposedAt,
        @Nullable Instant askedFrom,
        @Nullable Refutation refutation,
        Decision decision) {
    /** The account of the environment's token: the operator of the machine provides both the token and the file. */
    public static final AccountId OPERATOR = new AccountId(new UUID(0, 0));

    /** Its origin. */
    public enum Source {
        /** {@code rules.yaml}, from the operator of the machine. */
        FILE,
        ACCOUNT,
        /** The service itself: a rule that people found wrong too often is proposed for shadow. */
        SERVICE;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Its progress. */
    public enum State {
        PROPOSED,
        RELEASED,
        WITHDRAWN;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The decision on the proposal, as far as there is one.
     *
     * @param by null if it is not decided, or was decided without an account
     * @param beginsAt when it comes into force; null if it was not released
     */
    public record Decision(
            State state,
            @Nullable AccountId by,
            @Nullable Instant at,
            @Nullable Instant beginsAt) {
        static final Decision NONE = new Decision(State.PROPOSED, null, null, null);
    }

    public State state() {
        return decision.state();
    }

    /** The code of the rule that it would put, or put, into shadow; null for a proposal by people. */
    public @Nullable String fallen() {
        return refutation == null ? null : refutation.code();
    }

    /**
     * A proposal by the service itself to put one rule into shadow; its findings would be shown to the author of the rules
     * that it changes.
     */
    public static RuleRelease refuted(UUID id, Rules rules, Refutation refutation, AccountId author, Instant at) {
        return new RuleRelease(
                id,
                rules.version(),
                RulesJson.text(rules),
                Source.SERVICE,
                author,
                at,
                null,
                refutation,
                Decision.NONE);
    }

    public static RuleRelease proposed(
            UUID id,
            String version,
            String content,
            Source source,
            AccountId author,
            Instant at,
            @Nullable Instant from) {
        return new RuleRelease(id, version, content, source, author, at, from, null, Decision.NONE);
    }
}
