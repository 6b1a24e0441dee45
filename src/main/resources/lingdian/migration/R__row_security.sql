-- The second wall: which rows each role sees, all in one place (see row-level-security.md).
--
-- Runs again, after all others, whenever it is changed. Each table stands here once, or among the exemptions of
-- RowSecurityIT. "guard" closes it to all but lingdian_service, which judges and changes what people may change: that role
-- sees every row, at no cost. "reveal" lets lingdian_reader read the rows that its condition lets pass. Conditions compare
-- with what scope(…) says of the reader:
--
--   role          admin, regulator, auditor, operator
--   authority     culture or public-security; any of an operator; null of those who see no violations and no persons
--   first_region, last_region   the counties, both included; compared as bytes, so that an index serves it
--   first_cafe, last_cafe       the cafés, likewise
--   account       the account's id
--
-- On tables that are listed, the condition is one CASE, and the scope is asked once a query: its ranges are unknown when a
-- query is planned, and guesses at them made PostgreSQL sort all of a city's findings for one page. As it is, the query's
-- own WHERE says what is read and how, and this only looks at what comes of it.
--
-- Where a transaction has no scope, all of them are null, and null lets nothing pass.

-- Every table is locked below. Where nodes work meanwhile, their batches wait here, before they hold anything.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- Cafés and what people decided about them. Hours and orders of a region show where they touch a café that shows, and
-- within the reader's own region where no café is yet.
CALL guard('cafe');
CALL reveal('cafe', $$CASE WHEN
  region ~>=~ (SELECT scope('first_region')) AND region ~<=~ (SELECT scope('last_region'))
  AND place_code ~>=~ (SELECT scope('first_cafe')) AND place_code ~<=~ (SELECT scope('last_cafe')) THEN true END$$);
CALL guard('suspension');
CALL reveal('suspension', $$EXISTS (SELECT FROM cafe WHERE cafe.place_code = suspension.place_code)$$);
CALL guard('schedule');
CALL reveal('schedule', $$
  EXISTS (SELECT FROM cafe WHERE cafe.place_code = schedule.place_code)
  OR scope('role') <> 'operator' AND region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')
  OR EXISTS (SELECT FROM cafe WHERE schedule.region IN (cafe.region, left(cafe.region, 4) || '00', left(cafe.region, 2) || '0000'))$$);
CALL guard('hours_order');
CALL reveal('hours_order', $$
  EXISTS (SELECT FROM cafe WHERE cafe.place_code = hours_order.place_code)
  OR scope('role') <> 'operator' AND region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')
  OR EXISTS (SELECT FROM cafe WHERE hours_order.region IN (cafe.region, left(cafe.region, 4) || '00', left(cafe.region, 2) || '0000'))$$);

-- Work that a café gave notice of: of the cafés that show, and to those who see violations, so never to an administrator.
CALL guard('maintenance');
CALL reveal('maintenance', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = maintenance.place_code)$$);

-- Its safety officer, training and letter of responsibility: likewise.
CALL guard('safety');
CALL reveal('safety', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = safety.place_code)$$);

-- What held of cafés before it was changed: only a replay of the record asks.
CALL guard('cafe_past');
-- What the judge was told of them besides events, and since when that is kept: likewise.
CALL guard('aside');
CALL guard('aside_begun');

-- Where each café stands: of the cafés that show.
CALL guard('cafe_state');
CALL reveal('cafe_state', $$EXISTS (SELECT FROM cafe WHERE cafe.place_code = cafe_state.place_code)$$);
CALL guard('stream');
CALL reveal('stream', $$EXISTS (SELECT FROM cafe WHERE cafe.place_code = stream.place_code)$$);

-- The record: of the cafés that show, and to those who see violations at all, so never to an administrator.
CALL guard('journal');
CALL reveal('journal', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM stream WHERE stream.number = journal.stream_number)$$);
-- The same records, of days that are over. Both are read through views that see what the reader sees.
CALL guard('packed_record');
CALL reveal('packed_record', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM stream WHERE stream.number = packed_record.stream_number)$$);
CALL guard('packed_day');
CALL guard('packing_begun');
CALL guard('sealed');
CALL reveal('sealed', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM stream WHERE stream.number = sealed.stream_number)$$);

-- The chain of second versions, nobody's but verify's.
CALL guard('conflict');
CALL guard('conflict_head');

-- Which cafés are to be looked at for a silence, and which nodes listened when: nobody reads it but the service.
CALL guard('silence_watch');
CALL guard('listening');
CALL guard('verification_round'); -- how far the nightly verification has come
CALL guard('sample_round'); -- and the nightly replay

-- What a case kept of a day that was dropped, likewise.
CALL guard('kept_evidence');
CALL reveal('kept_evidence', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM stream WHERE stream.number = kept_evidence.stream_number)$$);
CALL guard('kept_text');
CALL reveal('kept_text', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM stream WHERE stream.number = kept_text.stream_number)$$);
CALL guard('kept_for');

-- Figures of days, without persons: of the cafés that show. How streams were cut when days were dropped: nobody's but verify's.
CALL guard('daily_figures');
CALL reveal('daily_figures', $$EXISTS (SELECT FROM cafe WHERE cafe.place_code = daily_figures.place_code)$$);
CALL guard('daily_denials');
CALL reveal('daily_denials', $$EXISTS (SELECT FROM cafe WHERE cafe.place_code = daily_denials.place_code)$$);
-- Figures of days and hours in which things took place: likewise; of violations, to their authorities. How far is counted: nobody's.
CALL guard('cafe_day');
CALL reveal('cafe_day', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = cafe_day.place_code)$$);
-- What is summed up shows by the region in which it was counted, not by the one that the café belongs to now. Were it that one,
-- a café that moves would take its past days along: the old county's figures of past days would sink and the new one's rise by
-- that café alone, and the difference would be the persons of one café.
CALL guard('region_hour');
CALL reveal('region_hour', $$region ~>=~ (SELECT scope('first_region')) AND region ~<=~ (SELECT scope('last_region'))
  AND scope('role') <> 'operator'$$);
CALL guard('region_day');
CALL reveal('region_day', $$CASE WHEN
  region ~>=~ (SELECT scope('first_region')) AND region ~<=~ (SELECT scope('last_region'))
  AND (SELECT scope('authority')) <> 'any' THEN true END$$);
CALL guard('region_finding');
CALL reveal('region_finding', $$CASE WHEN
  region ~>=~ (SELECT scope('first_region')) AND region ~<=~ (SELECT scope('last_region'))
  AND (SELECT scope('authority')) = ANY (authorities) THEN true END$$);
CALL guard('violation_figure');
CALL reveal('violation_figure', $$
  (SELECT scope('authority')) = ANY (authorities || 'any'::text)
  AND region ~>=~ (SELECT scope('first_region')) AND region ~<=~ (SELECT scope('last_region'))
  AND place_code ~>=~ (SELECT scope('first_cafe')) AND place_code ~<=~ (SELECT scope('last_cafe'))$$);
CALL guard('counted_stream');
CALL guard('counted_feed');
CALL guard('retention_drop');
CALL guard('retention_cut');
CALL guard('day_keys');

-- Who sat where: no reader is ever shown it, and there is no search for persons' sessions.
CALL guard('session');
CALL guard('unverified_login');

-- Findings: by the region that the café belongs to now, and by authority. The feed's hub reads as lingdian_service, once for
-- all of its readers, and tests each message against each reader's scope by itself.
CALL guard('violation');
CALL reveal('violation', $$CASE WHEN
  region ~>=~ (SELECT scope('first_region')) AND region ~<=~ (SELECT scope('last_region'))
  AND place_code ~>=~ (SELECT scope('first_cafe')) AND place_code ~<=~ (SELECT scope('last_cafe'))
  AND (SELECT scope('authority')) = ANY (authorities || 'any'::text) THEN true END$$);
-- The rules are no secret, but every reader is answered by the service itself: only the author of a release may see what it
-- finds in shadow.
CALL guard('rule_release');
-- What rules in shadow find: shown to nobody but the rules' author.
CALL guard('shadow_violation');
CALL guard('feed');
CALL reveal('feed', $$
  scope('authority') = ANY (authorities || 'any'::text)
  AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = feed.place_code)$$);

-- What officers did about findings: with the finding, and with it the names of those who did it. An auditor reads who did
-- what, of everybody.
CALL guard('case_step');
CALL reveal('case_step', $$EXISTS (SELECT FROM violation WHERE violation.id = case_step.violation_id)$$);
CALL guard('account');
CALL reveal('account', $$
  scope('role') = 'auditor'
  OR EXISTS (SELECT FROM case_step WHERE case_step.account = account.id)
  OR EXISTS (SELECT FROM unmasking WHERE unmasking.asked_by = account.id)
  OR EXISTS (SELECT FROM record_request WHERE record_request.asked_by = account.id)
  OR EXISTS (SELECT FROM legal_hold WHERE legal_hold.made_by = account.id)$$, 'id, name');

-- Who asked to see what: to those who may see the violation, and so may approve. A café's records: within the authority.
CALL guard('unmasking');
CALL reveal('unmasking', $$EXISTS (SELECT FROM violation WHERE violation.id = unmasking.violation_id)$$);
CALL guard('record_request');
CALL reveal('record_request', $$
  authority = scope('authority') AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = record_request.place_code)$$);
-- The one exception to who sat where: it shows to whoever asked for one café's records of a time and was granted them by a
-- second person, and without the person's token.
CALL reveal('session', $$
  EXISTS (SELECT FROM record_request
          WHERE record_request.place_code = session.place_code AND record_request.asked_by::text = scope('account')
            AND record_request.granted AND session.started_at < record_request.to_at
            AND coalesce(session.ended_at, 'infinity') >= record_request.from_at)$$,
  'place_code, session, terminal, stream_number, login_seq, login_day, started_at, ended_at, inferred_end');

-- What cafés say to findings: with the finding. Files: with what they were handed in for.
CALL guard('objection');
CALL reveal('objection', $$EXISTS (SELECT FROM violation WHERE violation.id = objection.violation_id)$$);
CALL guard('attachment');
CALL reveal('attachment', $$
  EXISTS (SELECT FROM objection WHERE objection.id = attachment.owner)
  OR EXISTS (SELECT FROM inspection WHERE inspection.id = attachment.owner)$$);

-- The enforcement ledger: an authority's, within the reader's region.
CALL guard('inspection');
CALL reveal('inspection', $$
  authority = scope('authority') AND region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')$$);
CALL guard('inspection_version');
CALL reveal('inspection_version', $$EXISTS (SELECT FROM inspection WHERE inspection.id = inspection_version.inspection_id)$$);
CALL guard('inspection_correction');
CALL reveal('inspection_correction', $$EXISTS (SELECT FROM inspection WHERE inspection.id = inspection_correction.inspection_id)$$);
-- A campaign belongs to all authorities that take part in it, with everything that any of them entered.
CALL guard('campaign');
CALL reveal('campaign', $$
  scope('authority') = ANY (authorities) AND region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')$$);
CALL guard('campaign_version');
CALL reveal('campaign_version', $$EXISTS (SELECT FROM campaign WHERE campaign.id = campaign_version.campaign_id)$$);
CALL guard('campaign_entry');
CALL reveal('campaign_entry', $$EXISTS (SELECT FROM campaign WHERE campaign.id = campaign_entry.campaign_id)$$);
CALL guard('campaign_withdrawal');
CALL reveal('campaign_withdrawal', $$EXISTS (SELECT FROM campaign_entry WHERE campaign_entry.id = campaign_withdrawal.entry_id)$$);
CALL guard('draw');
CALL reveal('draw', $$
  authority = scope('authority') AND region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')$$);

-- The registry belongs to the police; an entry shows where an account within the reader's region registered it.
CALL guard('registered_person');
CALL reveal('registered_person', $$
  scope('authority') = 'public-security'
  AND EXISTS (SELECT FROM unnest(regions) AS one WHERE one ~>=~ scope('first_region') AND one ~<=~ scope('last_region'))$$);

-- Legal holds: an authority's, within the reader's region.
CALL guard('legal_hold');
CALL reveal('legal_hold', $$
  authority = scope('authority') AND region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')$$);

-- Who saw and did what: the auditor's alone, of whatever region.
CALL guard('access_log');
CALL reveal('access_log', $$scope('role') = 'auditor'$$);
CALL guard('access_log_head');

-- Hashes of keys: who asks is found out before there is a scope, by the service. So are accounts by their tokens.
CALL guard('agent_key');

-- No row of a café: the feed's newest position, and which keys made what. Readers are told the first with every list.
CALL guard('head');
CALL reveal('head', $$true$$);
CALL guard('facts_change');
CALL guard('key_ring');
CALL guard('vault_key');

-- Checkpoints: the auditor's, and a regulator's whose key an administrator approved, to sign them. The leaves name cafés of
-- every region, so evidence is put together by the service.
CALL guard('cosigning_key');
CALL reveal('cosigning_key', $$scope('role') = 'auditor' OR account::text = scope('account')$$);
CALL guard('checkpoint');
CALL reveal('checkpoint', $$
  scope('role') = 'auditor' OR EXISTS (SELECT FROM cosigning_key WHERE account::text = scope('account') AND approved_at IS NOT NULL)$$);
CALL guard('checkpoint_signature');
CALL reveal('checkpoint_signature', $$
  scope('role') IS NOT NULL AND EXISTS (SELECT FROM checkpoint WHERE checkpoint.number = checkpoint_signature.checkpoint)$$);
CALL guard('signing_key');
CALL reveal('signing_key', $$
  scope('role') IS NOT NULL AND EXISTS (SELECT FROM checkpoint WHERE checkpoint.fingerprint = signing_key.fingerprint)$$);
CALL guard('checkpoint_leaf');
CALL guard('kept_bundle');

-- How people sign in: nobody reads it but who lets them in.
CALL guard('password');
CALL guard('invitation');
CALL guard('second_factor');
CALL guard('recovery_code');
CALL guard('sign_in_session');
CALL guard('sign_in_attempt');
CALL guard('provider_visit');

-- Notifications: an account's own. The administrator sees what could not be delivered, and of its target no more than where it is.
CALL guard('notification_setting');
CALL reveal('notification_setting', $$account::text = scope('account')$$);
CALL guard('notification_target');
CALL reveal('notification_target', $$account::text = scope('account') OR scope('role') = 'admin'$$,
  'id, account, format, host, created_at, delivered_at');
CALL guard('notification_delivery');
CALL reveal('notification_delivery', $$
  account::text = scope('account') OR scope('role') = 'admin' AND state = 'dead'$$);
CALL guard('notification_standing');
CALL guard('notification_head');
