package lingdian.law.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * All releases of the rules, and which of them is in force when.
 *
 * <p>A finding is judged by the rules that were in force when it began, to its end: so a day that arrives late is
 * judged by the rules of that day, and a release has no effect on findings that began before it. Pure and immutable, so
 * that a back-test may hold another book against the same events.
 */
public final class Rulebook {
    /**
     * One release.
     *
     * @param from its first instant; it ends where another one begins
     */
    public record Release(Instant from, Rules rules) {}

    /** By their beginning. */
    private final List<Numbered> releases;

    private final Map<String, Rules> versions = new HashMap<>();
    private final List<String> inOrder = new ArrayList<>();

    private record Numbered(Instant from, RuleVersion version, Rules rules) {}

    /**
     * @param released in the order in which they were released: of two with one beginning the later holds; at least one
     */
    public Rulebook(Collection<Release> released) {
        NavigableMap<Instant, Numbered> byBeginning = new TreeMap<>();
        for (Release release : released) {
            inOrder.add(release.rules().version());
            var version = new RuleVersion(inOrder.size(), release.rules().version());
            byBeginning.put(release.from(), new Numbered(release.from(), version, release.rules()));
            versions.put(release.rules().version(), release.rules());
        }
        releases = List.copyOf(byBeginning.values());
        if (releases.isEmpty()) {
            throw new IllegalArgumentException("there are no rules");
        }
    }

    /** One set of rules, in force at all times. */
    public static Rulebook of(Rules rules) {
        return new Rulebook(List.of(new Release(Instant.EPOCH, rules)));
    }

    /** The rules in force at a moment; before the first release, those of the first. */
    public Rules at(Instant moment) {
        return numbered(moment).rules();
    }

    /** The version of the rules in force at a moment, with the number of their release. */
    public RuleVersion versionAt(Instant moment) {
        return numbered(moment).version();
    }

    /** Each event asks several times, and nearly always for the newest. */
    private Numbered numbered(Instant moment) {
        int number = releases.size() - 1;
        while (number > 0 && moment.isBefore(releases.get(number).from())) {
            number--;
        }
        return releases.get(number);
    }

    /** The rules that a finding is judged by, which it keeps the version of. */
    public Rules of(Finding finding) {
        Rules kept = versions.get(finding.ruleVersion());
        return kept == null ? at(finding.startedAt()) : kept; // found before releases were kept
    }

    /**
     * The versions under which a rule was, without a break up to {@code moment}, what it is then: its checks count
     * together, since a release that changed another rule says nothing about this one.
     */
    public Set<String> unchanged(Code code, Instant moment) {
        Rules now = at(moment);
        var versions = new HashSet<String>();
        for (Numbered numbered : releases.reversed()) {
            Rules rules = numbered.rules();
            if (numbered.from().isAfter(moment)) {
                continue;
            }
            if (!rules.rule(code).equals(now.rule(code)) || !rules.thresholds().equals(now.thresholds())) {
                break;
            }
            versions.add(rules.version());
        }
        return versions;
    }

    /** The version of the release with this number; its number where there is none. */
    public String release(int number) {
        return number >= 1 && number <= inOrder.size() ? inOrder.get(number - 1) : "#" + number;
    }

    /** The rules of a release. */
    public Rules version(String version) {
        return Objects.requireNonNull(versions.get(version), "no release has this version");
    }
}
