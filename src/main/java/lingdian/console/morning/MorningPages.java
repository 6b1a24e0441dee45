package lingdian.console.morning;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import lingdian.console.frame.CsvSheet;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;

/** {@code /last-night}: the night that ended, for whoever decides in the morning what is done about it. */
public final class MorningPages {
    private final Divisions divisions;
    private final InstantSource clock;

    public MorningPages(Divisions divisions, InstantSource clock) {
        this.divisions = divisions;
        this.clock = clock;
    }

    public void mountOn(PageRouter pages) {
        pages.get("/last-night", this::show).get("/last-night/file", this::file);
    }

    private Future<Void> show(PageCall call) {
        return read(call).compose(night -> call.show("morning/last-night", Section.LAST_NIGHT, night));
    }

    private Future<Void> file(PageCall call) {
        return read(call)
                .compose(night -> call.send(
                        call.words().say("section.last-night") + " "
                                + night.night().day() + ".csv",
                        CsvSheet.TYPE,
                        () -> MorningText.file(night, call.words())));
    }

    private Future<LastNight> read(PageCall call) {
        Instant now = clock.instant();
        return new MorningReader(call, divisions, now).read(NightSpan.of(call.query("day"), now));
    }
}
