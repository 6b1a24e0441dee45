package lingdian.domain;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The id of a joint campaign, which all its versions and entries share. */
public record CampaignId(UUID value) {
    public CampaignId {
        Objects.requireNonNull(value); // a column may be null whatever its type says
    }

    /** For a column or a field that may be absent. */
    public static @Nullable CampaignId orNull(@Nullable UUID value) {
        return value == null ? null : new CampaignId(value);
    }

    public static @Nullable UUID valueOrNull(@Nullable CampaignId id) {
        return id == null ? null : id.value;
    }

    /** The UUID as JSON and logs write it. */
    @Override
    public String toString() {
        return value.toString();
    }
}
