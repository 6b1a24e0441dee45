package lingdian.law.course;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import lingdian.law.judge.Code;
import lingdian.platform.settings.Default;
import lingdian.platform.settings.InvalidConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * One tier (裁量档次): the sanctions of a circumstance.
 *
 * @param name such as 较轻
 * @param codes the violations that it is about
 * @param law the article that it fills in
 * @param circumstance in words, for a person to judge
 * @param persons whether it also depends on how many persons were admitted at once, which nothing here knows
 * @param times which time within twelve months; null: it does not depend on it
 */
public record SanctionTier(
        String name,
        List<String> codes,
        String law,
        String circumstance,
        @Default("false") boolean persons,
        @Nullable Times times,
        List<Measure> sanctions) {
    /**
     * Which time within twelve months a café is punished, this one counted.
     *
     * @param to null: that time and every later one
     */
    public record Times(int from, @Nullable Integer to) {
        /** @throws InvalidConfiguration listing all mistakes, each beginning with the key */
        public Times {
            var mistakes = new ArrayList<String>();
            if (from < 1) {
                mistakes.add("from: must be at least 1");
            }
            if (to != null && to < from) {
                mistakes.add("to: must be at least from");
            }
            if (!mistakes.isEmpty()) {
                throw new InvalidConfiguration(mistakes);
            }
        }

        boolean contains(long time) {
            return time >= from && (to == null || time <= to);
        }
    }

    /** The kinds of sanctions that a tier can name. */
    public enum Kind {
        WARNING,
        FINE,
        CONFISCATION,
        SUSPENSION,
        REVOCATION;

        /** The word in JSON, as in a decision. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One sanction of a tier.
     *
     * @param fromYuan a fine is above it; 0: of any amount up to {@code toYuan}
     * @param toYuan at most
     * @param fromDays of a suspension: at least
     * @param toDays at most; null: the table says none
     */
    public record Measure(
            Kind kind,
            @Nullable Integer fromYuan,
            @Nullable Integer toYuan,
            @Nullable Integer fromDays,
            @Nullable Integer toDays) {
        /** @throws InvalidConfiguration listing all mistakes, each beginning with the key */
        public Measure {
            var mistakes = new ArrayList<String>();
            range("Yuan", kind == Kind.FINE, fromYuan, toYuan, mistakes);
            range("Days", kind == Kind.SUSPENSION, fromDays, toDays, mistakes);
            if (kind == Kind.FINE && toYuan == null) {
                mistakes.add("toYuan: is missing");
            }
            if (kind == Kind.SUSPENSION && fromDays == null) {
                mistakes.add("fromDays: is missing");
            }
            if (!mistakes.isEmpty()) {
                throw new InvalidConfiguration(mistakes);
            }
        }

        private static void range(
                String unit, boolean belongs, @Nullable Integer from, @Nullable Integer to, List<String> mistakes) {
            if (!belongs && (from != null || to != null)) {
                mistakes.add((from != null ? "from" : "to") + unit + ": belongs to another kind");
            } else if (from != null && from < 0 || to != null && to < 1) {
                mistakes.add("from" + unit + ": must not be negative, and to" + unit + " at least 1");
            } else if (from != null && to != null && to < from) {
                mistakes.add("to" + unit + ": must be at least from" + unit);
            }
        }
    }

    /** @throws InvalidConfiguration listing all mistakes, each beginning with the key */
    public SanctionTier {
        codes = List.copyOf(codes);
        sanctions = List.copyOf(sanctions);
        var mistakes = new ArrayList<String>();
        blank("name", name, mistakes);
        blank("law", law, mistakes);
        blank("circumstance", circumstance, mistakes);
        if (codes.isEmpty()) {
            mistakes.add("codes: must name at least one");
        }
        for (int i = 0; i < codes.size(); i++) {
            if (!isCode(codes.get(i))) {
                mistakes.add("codes[" + i + "]: must be the code of a violation, such as OVERTIME_OPERATION");
            }
        }
        if (sanctions.isEmpty()) {
            mistakes.add("sanctions: must name at least one");
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
    }

    private static void blank(String key, String text, List<String> mistakes) {
        if (text.isBlank()) {
            mistakes.add(key + ": must not be blank");
        }
    }

    private static boolean isCode(String text) {
        return Arrays.stream(Code.values()).anyMatch(code -> code.name().equals(text));
    }

    /** Whether it is about one of these violations. */
    public boolean concerns(Collection<String> found) {
        return codes.stream().anyMatch(found::contains);
    }

    /**
     * Whether the number of times speaks for it; null where the tier does not depend on that, or where it does not decide
     * because the number of persons is open. The circumstance itself is for a person to judge.
     *
     * @param punishedBefore cases in which the café was punished within twelve months, this one not counted
     */
    public @Nullable Boolean fits(long punishedBefore) {
        if (times == null) {
            return null;
        }
        boolean inTime = times.contains(punishedBefore + 1);
        return inTime && persons ? null : Boolean.valueOf(inTime);
    }
}
