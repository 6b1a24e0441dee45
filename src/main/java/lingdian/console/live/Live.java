package lingdian.console.live;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lingdian.console.frame.CafeChangeLine;
import lingdian.console.frame.Choice;
import lingdian.console.frame.KeyLine;
import lingdian.console.frame.Tally;
import lingdian.console.frame.Words;
import lingdian.domain.Authority;
import lingdian.law.judge.Code;
import lingdian.office.account.AccountChange;
import lingdian.platform.text.PageTimes;
import org.jspecify.annotations.Nullable;

/**
 * The live page.
 *
 * @param position the feed position that the cards correspond to: the browser follows the feed from there, so that nothing is missed
 * @param regions to choose from; none if the reader's region is one county
 * @param accounts that are new or changed
 * @param keys what happened to keys and codes of the reader's cafés, the newest
 * @param cafes that moved or were changed otherwise
 * @param foreign whether the reader has no cafés in the region of the filter
 * @param whole whether the cards show all violations of the last day, and all open ones
 */
record Live(
        String position,
        LiveFilter filter,
        Tally tally,
        List<Choice> regions,
        Changes accounts,
        List<KeyLine> keys,
        List<CafeChangeLine> cafes,
        List<CafeCard> cards,
        boolean whole,
        boolean foreign,
        Instant now) {
    Live {
        regions = List.copyOf(regions);
        keys = List.copyOf(keys);
        cafes = List.copyOf(cafes);
        cards = List.copyOf(cards);
    }

    /**
     * Accounts that are new or changed.
     *
     * @param office of regulators of the region, administrators and auditors
     * @param operators of its cafés, the newest
     * @param operatorsInAll how many of them there are
     */
    record Changes(List<ChangedAccount> office, List<ChangedAccount> operators, int operatorsInAll) {
        Changes {
            office = List.copyOf(office);
            operators = List.copyOf(operators);
        }

        boolean isClipped() {
            return operatorsInAll > operators.size();
        }
    }

    /**
     * A line about one of them.
     *
     * @param region the name of a regulator's; null: not a regulator's
     */
    record ChangedAccount(AccountChange change, @Nullable String region, PageTimes times) {
        String at() {
            return times.moment(change.at());
        }

        @Nullable
        String endedAt() {
            return change.endedAt() == null ? null : times.moment(change.endedAt());
        }

        /** Whether it did alone what it was too new to do as one of two. */
        boolean actedAlone() {
            return change.unmaskings() + change.lookUps() > 0;
        }
    }

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
        return accounts.office().size() + accounts.operatorsInAll() + keys.size() + cafes.size();
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
