package lingdian.node;

import io.vertx.core.Future;
import lingdian.platform.Settings;
import lingdian.record.evidence.Checkpoints;
import lingdian.vault.seal.KeySuite;

/** Lets tests of other rooms have a node do now what it does again and again, which only its own room may. */
public final class ServiceJobs {
    private final Service service;

    public ServiceJobs(Service service) {
        this.service = service;
    }

    public static KeySuite suite(Settings settings) {
        return Startup.suite(settings);
    }

    public Future<Void> lookAtCertificate() {
        return service.lookAtCertificate();
    }

    public Future<Void> lookAtKeyRing() {
        return service.lookAtKeyRing();
    }

    public Future<Void> keepBundles() {
        return service.keepBundles();
    }

    public Future<Void> sendNotifications() {
        return service.sendNotifications();
    }

    public Checkpoints checkpoints() {
        return service.checkpoints();
    }

    public Future<Void> rekey() {
        return service.rekey();
    }

    public Future<Void> sweepRetention() {
        return service.sweepRetention();
    }

    public Future<Void> sweepFigures() {
        return service.sweepFigures();
    }

    public void verifyRecords() throws Exception {
        service.verifyRecords();
    }

    public void replaySample() throws Exception {
        service.replaySample();
    }
}
