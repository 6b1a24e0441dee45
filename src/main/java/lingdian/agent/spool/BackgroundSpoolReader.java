package lingdian.agent.spool;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a spool on another thread for its feed. A failed read is retried; altered records end the stream. */
final class BackgroundSpoolReader implements SpoolFeed.Reading {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundSpoolReader.class);
    private static final long AGAIN_MILLIS = 1_000;

    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final Spool spool;
    private final SpoolReader ahead;
    private final SpoolReader single;
    private final Consumer<String> damaged;
    private boolean closed;

    /** @param damaged is called once, on the context, with the fault */
    BackgroundSpoolReader(Vertx vertx, WorkerExecutor worker, Spool spool, Consumer<String> damaged) {
        this.vertx = vertx;
        this.worker = worker;
        this.spool = spool;
        this.ahead = new SpoolReader(spool);
        this.single = new SpoolReader(spool);
        this.damaged = damaged;
    }

    @Override
    public long firstSeq() {
        return spool.firstSeq();
    }

    @Override
    public Future<List<Line>> from(long seq, int events, int characters) {
        return read(() -> ahead.from(seq, events, characters));
    }

    @Override
    public Future<List<Line>> each(Collection<Long> seqs) {
        List<Long> ascending = seqs.stream().sorted().toList();
        return read(() -> {
            List<Line> lines = new ArrayList<>(ascending.size());
            for (long seq : ascending) {
                lines.addAll(single.from(seq, 1, 1));
            }
            return lines;
        });
    }

    /** Discards the results of further reads. */
    void close() {
        closed = true;
    }

    private Future<List<Line>> read(Callable<List<Line>> reading) {
        Promise<List<Line>> lines = Promise.promise();
        attempt(reading, lines);
        return lines.future();
    }

    private void attempt(Callable<List<Line>> reading, Promise<List<Line>> lines) {
        worker.executeBlocking(reading).onSuccess(lines::complete).onFailure(failure -> {
            if (closed) {
                lines.fail(failure);
            } else if (failure instanceof SpoolDamagedException edited) {
                closed = true;
                lines.fail(edited);
                damaged.accept(String.valueOf(edited.getMessage()));
            } else {
                LOG.warn(
                        "the records cannot be read ({}); retrying",
                        failure.getClass().getSimpleName());
                vertx.setTimer(AGAIN_MILLIS, id -> attempt(reading, lines));
            }
        });
    }
}
