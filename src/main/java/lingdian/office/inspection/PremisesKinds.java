package lingdian.office.inspection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of premises that are inspected, as {@code config/premises.yaml} lists them.
 *
 * <p>They form a configurable hierarchy, because authorities count in different detail: one has visited game halls,
 * another entertainment venues, and a report must be able to add them up.
 *
 * @param kinds each after the one that it lies within; the first lies within none and covers all
 */
public record PremisesKinds(List<Kind> kinds) {
    /** Internet cafés (网吧): the kind that has place codes. */
    public static final String INTERNET_CAFE = "internet-cafe";

    /**
     * One kind.
     *
     * @param name in Chinese, as a report prints it
     * @param within the kind that contains it; null only for the first
     */
    public record Kind(String code, String name, @Nullable String within) {
        public Kind {
            if (!code.matches("[a-z][a-z-]{0,39}")) {
                throw new IllegalArgumentException("code: lower case letters and hyphens");
            }
            if (name.isBlank()) {
                throw new IllegalArgumentException("name: must not be blank");
            }
        }
    }

    public PremisesKinds {
        kinds = List.copyOf(kinds);
        Set<String> before = new HashSet<>();
        for (Kind kind : kinds) {
            if (kind.within() == null ? !before.isEmpty() : !before.contains(kind.within())) {
                throw new IllegalArgumentException("kinds: each but the first lies within one before it");
            }
            if (!before.add(kind.code())) {
                throw new IllegalArgumentException("kinds: duplicate code");
            }
        }
        if (!before.contains(INTERNET_CAFE)) {
            throw new IllegalArgumentException("kinds: " + INTERNET_CAFE + " is missing");
        }
    }

    public boolean contains(String code) {
        return kind(code).isPresent();
    }

    public Optional<Kind> kind(String code) {
        return kinds.stream().filter(kind -> kind.code().equals(code)).findFirst();
    }

    /** The kind itself and all kinds that contain it. */
    public List<String> upFrom(String code) {
        var up = new ArrayList<String>();
        for (String at = code; at != null; at = kind(at).map(Kind::within).orElse(null)) {
            up.add(at);
        }
        return up;
    }

    /** Counts by kind, with each kind's count added to the kinds that contain it; in the order of the kinds. */
    public Map<String, Count> rolledUp(Map<String, Count> counted) {
        var sums = new HashMap<String, Count>();
        counted.forEach((code, count) -> upFrom(code).forEach(up -> sums.merge(up, count, Count::plus)));
        return ordered(sums);
    }

    /**
     * Likewise, for counts that include those of the kinds within them: 86 premises of which 64 are cafés are 86. A lower
     * bound is raised to the sum of its parts.
     */
    public Map<String, Count> rolledUpWithin(Map<String, Count> counted) {
        var sums = new HashMap<String, Count>();
        for (Kind kind : kinds.reversed()) { // the parts before their whole
            Count stated = counted.get(kind.code());
            Count parts = sums.get(kind.code());
            Count whole = stated == null ? parts : parts == null ? stated : stated.atLeast(parts);
            if (whole != null) {
                sums.put(kind.code(), whole);
                String within = kind.within();
                if (within != null) {
                    sums.merge(within, whole, Count::plus);
                }
            }
        }
        return ordered(sums);
    }

    /** The counts in the order of the kinds. */
    public Map<String, Count> ordered(Map<String, Count> sums) {
        var ordered = new LinkedHashMap<String, Count>();
        kinds.stream()
                .map(Kind::code)
                .filter(sums::containsKey)
                .forEach(code -> ordered.put(code, Objects.requireNonNull(sums.get(code))));
        return ordered;
    }
}
