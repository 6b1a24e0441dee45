package lingdian.law.release;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.law.judge.Code;
import lingdian.law.judge.Rules;
import lingdian.law.judge.RulesJson;
import org.jspecify.annotations.Nullable;

/**
 * A set of rules that somebody proposed, and what became of it.
 *
 * @param content the rules as JSON, whose version is {@code version}
 * @param author who is shown what its rules in shadow find
 * @param askedFrom from when it is to be in force; null: from its release on
 * @param decidedBy null where it is not decided, or nobody's account decided
 * @param number its place in the order of releases; null where it was not released
 * @param beginsAt from when it is in force; null where it was not released
 * @param fallen the code whose rule the service put into the shadow by it; null where it is people's
 */
public record RuleRelease(
        UUID id,
        String version,
        String content,
        Source source,
        AccountId author,
        Instant proposedAt,
        @Nullable Instant askedFrom,
        State state,
        @Nullable AccountId decidedBy,
        @Nullable Instant decidedAt,
        @Nullable Long number,
        @Nullable Instant beginsAt,
        @Nullable String fallen) {
    /** The account of the environment's token: whoever runs the machine gives both the token and the file. */
    public static final AccountId OPERATOR = new AccountId(new UUID(0, 0));

    /** Where it came from. */
    public enum Source {
        /** {@code rules.yaml}, by whoever runs the machine. */
        FILE,
        ACCOUNT,
        /** The service itself: a rule that people found wrong too often falls into the shadow. */
        SERVICE;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far it got. */
    public enum State {
        PROPOSED,
        RELEASED,
        WITHDRAWN;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** By the service itself, which puts one rule into the shadow; shown to the author of the rules that it changes. */
    public static RuleRelease fallen(UUID id, Rules rules, Code code, AccountId author, Instant at) {
        return new RuleRelease(
                id,
                rules.version(),
                RulesJson.text(rules),
                Source.SERVICE,
                author,
                at,
                null,
                State.PROPOSED,
                null,
                null,
                null,
                null,
                code.name());
    }

    public static RuleRelease proposed(
            UUID id,
            String version,
            String content,
            Source source,
            AccountId author,
            Instant at,
            @Nullable Instant from) {
        return new RuleRelease(
                id, version, content, source, author, at, from, State.PROPOSED, null, null, null, null, null);
    }
}
