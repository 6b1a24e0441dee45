package lingdian.platform.settings;

import lingdian.platform.settings.Settings.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Where traces of requests are sent (handbook, monitoring.md#traces).
 *
 * @param endpoint the URL of a collector that takes OTLP over HTTP; null: there are no traces, at no cost
 * @param share of the requests of which there is a trace
 */
public record TraceSettings(
        @Nullable String endpoint, @Default("0.01") double share) {
    public TraceSettings {
        new Limits()
                .check(
                        endpoint == null || endpoint.matches("https?://[0-9A-Za-z\\[][!-~]{0,500}"),
                        "endpoint: must be an http:// or https:// URL")
                .check(share > 0 && share <= 1, "share: must be above 0 and at most 1")
                .refuse();
    }
}
