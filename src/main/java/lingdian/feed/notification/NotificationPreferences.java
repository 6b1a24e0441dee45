package lingdian.feed.notification;

import java.util.List;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * An account's notification settings. An empty list means everything that the account's scope covers.
 *
 * @param regions GB/T 2260 codes whose trailing zeros are wildcards
 * @param groupMinutes how long to collect findings of a café before one message reports them all
 * @param language {@code zh} or {@code en}
 * @param cases which news of cases: {@code none}, {@code own} (assigned to the account, or of its café) or {@code all}
 * @param approvals whether to tell of requests that wait for the account's decision
 * @param deadlines which cases to remind of: {@code none}, {@code own} (assigned to the account) or {@code all}
 */
public record NotificationPreferences(
        List<String> codes,
        List<String> standings,
        List<RegionCode> regions,
        int groupMinutes,
        @Nullable QuietHours quiet,
        boolean muted,
        String language,
        String cases,
        boolean approvals,
        String deadlines) {
    /** The settings of an account that has made none. */
    public static final NotificationPreferences ALL =
            new NotificationPreferences(List.of(), List.of(), List.of(), 15, null, false, "zh", "own", true, "own");

    public NotificationPreferences {
        codes = List.copyOf(codes);
        standings = List.copyOf(standings);
        regions = List.copyOf(regions);
    }
}
