package lingdian.console.live;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lingdian.console.frame.Choice;
import lingdian.console.frame.KeyLine;
import lingdian.console.frame.Tally;
import lingdian.console.frame.Words;
import lingdian.domain.Authority;
import lingdian.law.judge.Code;
import org.jspecify.annotations.Nullable;

/**
 * The live page.
 *
 * @param position the feed position that the cards correspond to: the browser follows the feed from there, so that nothing is missed
 * @param regions to choose from; none if the reader's region is one county
 * @param accounts of regulators of the region and administrators, which are new or changed
 * @param keys what happened to keys and codes of the reader's cafés, the newest
 * @param foreign whether the reader has no cafés in the region of the filter
 * @param whole whether the cards show all violations of the last day, and all open ones
 */
record Live(
        String position,
        LiveFilter filter,
        Tally tally,
        List<Choice> regions,
        List<ChangedColleague> accounts,
        List<KeyLine> keys,
        List<CafeCard> cards,
        boolean whole,
        boolean foreign,
        Instant now) {
    Live {
        regions = List.copyOf(regions);
        accounts = List.copyOf(accounts);
        keys = List.copyOf(keys);
        cards = List.copyOf(cards);
    }

    /** A line about one of the accounts. */
    record ChangedColleague(
            String name,
            @Nullable String authority,
            @Nullable String region,
            String change,
            String at,
            @Nullable String endedAt) {}

    /** What is chosen, in words: the choices are folded. */
    List<String> chosen(Words words) {
        return Stream.of(
                        regionName(),
                        chosen(words, "code", filter.code()),
                        chosen(words, "standing", filter.standing()),
                        chosen(words, "authority", filter.authority()))
                .filter(one -> !one.isEmpty())
                .toList();
    }

    private String regionName() {
        return regions.stream()
                .filter(one -> one.value().equals(filter.region()))
                .map(Choice::name)
                .findFirst()
                .orElse(filter.region());
    }

    private static String chosen(Words words, String group, String word) {
        return word.isEmpty() ? "" : words.sayWord(group, word);
    }

    /** How many changes the folded part tells of. */
    int changes() {
        return accounts.size() + keys.size();
    }

    /** The key of what it means that there are no cards. */
    String emptyKey() {
        return foreign ? "filter.region-foreign" : filter.isEmpty() ? "live.none" : "live.none-filtered";
    }

    List<String> codes() {
        return Arrays.stream(Code.values()).map(Code::name).toList();
    }

    List<String> standings() {
        return List.of("fact", "suspicion", "lead");
    }

    List<Authority> authorities() {
        return List.of(Authority.values());
    }
}
