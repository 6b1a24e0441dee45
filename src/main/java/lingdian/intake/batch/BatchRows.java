package lingdian.intake.batch;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Change;
import lingdian.law.judge.People.Apart;
import lingdian.law.judge.People.Contest;
import lingdian.law.judge.People.Detection;
import lingdian.law.judge.People.SessionKey;
import lingdian.record.journal.AlteredRepeatStore.AlteredRepeat;
import lingdian.record.journal.AsideStore;

/**
 * The rows of a batch that are written once all of it is judged.
 *
 * @param journal the rows that no earlier part took
 * @param asides other observations that findings may follow from, in the order of judgement
 * @param changes of findings, in the order of judgement
 * @param streams that continued or were superseded, with the received time of their first event in the batch
 * @param unverified sessions that opened without an answer of the outside verifier
 * @param altered other contents under numbers that were received before
 * @param contests of sessions whose person was using another one at the same time
 * @param detected when each shared use of a document was found
 * @param apart sessions that are looked at in their own café alone, or will be
 * @param states of all cafés of the batch, as they are after it
 */
record BatchRows(
        JournalRows journal,
        List<AsideStore.StoredAside> asides,
        List<Change> changes,
        Map<StreamKey, Instant> streams,
        Set<SessionKey> unverified,
        List<AlteredRepeat> altered,
        Map<SessionKey, Contest> contests,
        Map<SessionKey, Detection> detected,
        Map<SessionKey, Apart> apart,
        Collection<CafeState> states) {}
