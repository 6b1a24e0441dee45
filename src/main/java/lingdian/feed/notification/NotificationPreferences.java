package lingdian.feed.notification;

import java.util.List;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * An account's notification settings. Empty lists: everything that its scope covers.
 *
 * @param regions GB/T 2260 codes whose trailing zeros are wildcards
 * @param groupMinutes how long to wait for more about a café before one message reports all of it
 * @param language {@code zh} or {@code en}
 */
public record NotificationPreferences(
        List<String> codes,
        List<String> standings,
        List<RegionCode> regions,
        int groupMinutes,
        @Nullable QuietHours quiet,
        boolean muted,
        String language) {
    /** The settings of an account that has made none. */
    public static final NotificationPreferences ALL =
            new NotificationPreferences(List.of(), List.of(), List.of(), 15, null, false, "zh");

    public NotificationPreferences {
        codes = List.copyOf(codes);
        standings = List.copyOf(standings);
        regions = List.copyOf(regions);
    }
}
