package lingdian.simulation.city;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import lingdian.domain.ChinaTime;
import lingdian.domain.event.AgentEventJson;
import lingdian.platform.text.Rfc3339;

/**
 * Writes every event of a city as NDJSON, in the order sent: equal settings give equal files.
 *
 * <p>A line is {@code {"placeCode":…,"stream":…,"deliveredAt":<true time>,"event":<as sent>}}.
 */
final class EventFile {
    private final List<CafeSheet> cafes;
    private final CitySettings settings;
    private final Writer out;

    EventFile(CityPlan plan, Writer out) {
        this.cafes = plan.cafes();
        this.settings = plan.settings();
        this.out = out;
    }

    void write(Act act) {
        if (act instanceof Act.Send send) {
            try {
                out.write(line(send));
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }
    }

    private String line(Act.Send send) {
        return "{\"placeCode\":\"" + cafes.get(send.cafe()).placeCode()
                + "\",\"stream\":\"" + settings.stream(send.cafe(), send.stream())
                + "\",\"deliveredAt\":\"" + Rfc3339.format(send.at(), ChinaTime.ZONE)
                + "\",\"event\":" + AgentEventJson.encode(send.event()) + "}\n";
    }
}
