package lingdian.agent.spool;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;

/**
 * The threads that block on the disk, one per purpose: reading ahead must not wait for an fsync, nor a guest's records
 * for those of an acknowledgement.
 */
final class Workers {
    private final WorkerExecutor records;
    private final WorkerExecutor answers;
    private final WorkerExecutor reading;

    Workers(Vertx vertx, Path directory) {
        records = vertx.createSharedWorkerExecutor("spool-records " + directory, 1);
        answers = vertx.createSharedWorkerExecutor("spool-answers " + directory, 1);
        reading = vertx.createSharedWorkerExecutor("spool-reading " + directory, 1);
    }

    /** Writes records, and changes the directory. */
    WorkerExecutor records() {
        return records;
    }

    /** Writes the service's answers. */
    WorkerExecutor answers() {
        return answers;
    }

    WorkerExecutor reading() {
        return reading;
    }

    Future<Void> close() {
        return Future.join(records.close(), answers.close(), reading.close()).mapEmpty();
    }
}
