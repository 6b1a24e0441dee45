-- Row security: the rows that each role sees, all in one place (see row-level-security.md).
--
-- This file runs again after all versions whenever it changes. Each table is listed here once, or among the exemptions
-- of RowSecurityIT. "guard" closes a table to every role but lingdian_service, which judges events and makes the
-- changes that people request: it sees every row, at no cost. "reveal" lets lingdian_reader read the rows that satisfy
-- its condition. Conditions compare with the scope of the reader:
--
--   role          admin, regulator, auditor, operator
--   authority     culture or public-security; "any" for an operator; null for accounts that see no violations and no persons
--   first_region, last_region   the counties, both included; compared as bytes, so that an index serves it
--   first_cafe, last_cafe       the cafés, likewise
--   cafes         the cafés of an operator who has several, with commas between them; null for every other account
--   account       the account's id
--   now           the service's time, by which what was granted for a time ends
--
-- On tables that are read as lists, the condition is one CASE, and the scope is evaluated once per query. Its ranges
-- are unknown when a query is planned, and PostgreSQL's estimates of them made it sort all of a city's findings for one
-- page. With CASE, the query's own WHERE decides what is read and how, and the condition only filters the result.
--
-- Where a transaction has no scope, all of its properties are null, and a comparison with null admits no row.

-- Every table is locked below. Batches of nodes that are working meanwhile wait at this lock, before they hold another.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- Cafés, and the decisions about them. Schedules and orders of a region are visible with each visible café that they
-- apply to, and within the reader's own region even where there is no café yet.
CALL guard('cafe');
CALL reveal('cafe', $$CASE WHEN
  region ~>=~ (SELECT scope('first_region')) AND region ~<=~ (SELECT scope('last_region'))
  AND place_code ~>=~ (SELECT scope('first_cafe')) AND place_code ~<=~ (SELECT scope('last_cafe'))
  AND ((SELECT scope('cafes')) IS NULL OR place_code = ANY (string_to_array((SELECT scope('cafes')), ','))) THEN true END$$);
CALL guard('suspension');
CALL reveal('suspension', $$EXISTS (SELECT FROM cafe WHERE cafe.place_code = suspension.place_code)$$);
CALL guard('closure');
CALL reveal('closure', $$EXISTS (SELECT FROM cafe WHERE cafe.place_code = closure.place_code)$$);
CALL guard('owner_change');
CALL reveal('owner_change', $$EXISTS (SELECT FROM cafe WHERE cafe.place_code = owner_change.place_code)$$);
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

-- Notices of work at night: visible with their cafés, to accounts that see violations, so never to an administrator.
CALL guard('maintenance');
CALL reveal('maintenance', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = maintenance.place_code)$$);

-- Messages to cafés: how far each came is visible with its café to the authority that sent it and to the café's operator; the message
-- itself, to that authority within the reader's region, and with each visible café that it was sent to. A café's agent is sent them by
-- the service.
CALL guard('message');
CALL reveal('message', $$
  scope('authority') IN (sender, 'any') AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = message.place_code)$$);
CALL guard('office_message');
CALL reveal('office_message', $$
  authority = scope('authority') AND region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')
    OR EXISTS (SELECT FROM message WHERE message.id = office_message.id)$$);
CALL guard('message_head');

-- The safety officer, training and letter of responsibility: as for notices of work.
CALL guard('safety');
CALL reveal('safety', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = safety.place_code)$$);

-- What the judge goes on from, former states of cafés, and its inputs besides events: the judge and a replay read them.
CALL guard('cafe_finding');
CALL guard('cafe_past');
CALL guard('aside');

-- The state of visible cafés: an administrator who foretells a change of hours is told until when they are judged.
CALL guard('cafe_state');
CALL reveal('cafe_state', $$EXISTS (SELECT FROM cafe WHERE cafe.place_code = cafe_state.place_code)$$);
CALL guard('stream');
CALL reveal('stream', $$
  scope('role') <> 'admin' AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = stream.place_code)$$);

-- Which cafés are connected, and which are beyond their quota: visible with the cafés, except to an administrator. The leases of nodes say nothing about any.
CALL guard('connected_cafe');
CALL reveal('connected_cafe', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = connected_cafe.place_code)$$);
CALL guard('beyond_quota');
CALL reveal('beyond_quota', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = beyond_quota.place_code)$$);
CALL guard('live_node');
CALL reveal('live_node', $$scope('role') IS NOT NULL$$);

-- The record: visible with its cafés, to accounts that see violations, so never to an administrator.
CALL guard('journal');
CALL reveal('journal', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM stream WHERE stream.number = journal.stream_number)$$);
-- Packed records of past days. Both tables are read through views that show what the reader may see.
CALL guard('packed_record');
CALL reveal('packed_record', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM stream WHERE stream.number = packed_record.stream_number)$$);
CALL guard('packed_day');
CALL guard('sealed');
CALL reveal('sealed', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM stream WHERE stream.number = sealed.stream_number)$$);
CALL guard('packed_text');
CALL reveal('packed_text', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM stream WHERE stream.number = packed_text.stream_number)$$);

-- The chain of second versions: only "verify" reads it. Which of them are kept: only batches read that.
CALL guard('conflict');
CALL guard('conflict_head');
CALL guard('altered_repeat');

-- Checks for silence and absence, the times when nodes listened, and the progress of nightly jobs: only the service reads them.
CALL guard('silence_watch');
CALL guard('absence_watch');
CALL guard('absence_facts');
CALL guard('listening');
CALL guard('verification_round');
CALL guard('sample_round');

-- Evidence that a case kept of a dropped day: as for the record.
CALL guard('kept_evidence');
CALL reveal('kept_evidence', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM stream WHERE stream.number = kept_evidence.stream_number)$$);
CALL guard('kept_text');
CALL reveal('kept_text', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM stream WHERE stream.number = kept_text.stream_number)$$);
CALL guard('kept_for');

-- Figures of received days, without persons: visible with their cafés.
CALL guard('daily_figures');
CALL reveal('daily_figures', $$EXISTS (SELECT FROM cafe WHERE cafe.place_code = daily_figures.place_code)$$);
CALL guard('daily_denials');
CALL reveal('daily_denials', $$EXISTS (SELECT FROM cafe WHERE cafe.place_code = daily_denials.place_code)$$);
-- Figures of local days and hours: visible with their cafés; those of violations, to the violations' authorities.
CALL guard('cafe_day');
CALL reveal('cafe_day', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = cafe_day.place_code)$$);
CALL guard('heard_terminal');
CALL reveal('heard_terminal', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = heard_terminal.place_code)$$);
-- Sums are visible by the region in which they were counted, not by the café's present region. With the present region,
-- a café that moves would take its past days along: the old county's figures of past days would fall and the new
-- county's rise by that café alone, and the difference would show the persons of one café.
CALL guard('region_hour');
CALL reveal('region_hour', $$region ~>=~ (SELECT scope('first_region')) AND region ~<=~ (SELECT scope('last_region'))
  AND scope('role') <> 'operator'$$);
CALL guard('region_day');
CALL reveal('region_day', $$CASE WHEN
  region ~>=~ (SELECT scope('first_region')) AND region ~<=~ (SELECT scope('last_region'))
  AND (SELECT scope('authority')) <> 'any' THEN true END$$);
CALL guard('region_terminals');
CALL reveal('region_terminals', $$CASE WHEN
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
  AND place_code ~>=~ (SELECT scope('first_cafe')) AND place_code ~<=~ (SELECT scope('last_cafe'))
  AND ((SELECT scope('cafes')) IS NULL OR place_code = ANY (string_to_array((SELECT scope('cafes')), ',')))$$);
-- Names of regions are public: only dashboards read them from here, through a view.
CALL guard('region_name');
CALL guard('counted_stream');
CALL guard('counted_feed');
CALL guard('retention_drop');
CALL guard('retention_cut');
CALL guard('day_keys');

-- Sessions of persons: they cannot be searched. The one exception is below, with record_request.
CALL guard('session');
CALL guard('unverified_login');

-- Findings: by the café's present region, and by authority. The feed's hub reads as lingdian_service, once for all of
-- its readers, and checks each message against each reader's scope itself.
CALL guard('violation');
CALL reveal('violation', $$CASE WHEN
  region ~>=~ (SELECT scope('first_region')) AND region ~<=~ (SELECT scope('last_region'))
  AND place_code ~>=~ (SELECT scope('first_cafe')) AND place_code ~<=~ (SELECT scope('last_cafe'))
  AND ((SELECT scope('cafes')) IS NULL OR place_code = ANY (string_to_array((SELECT scope('cafes')), ',')))
  AND (SELECT scope('authority')) = ANY (authorities || 'any'::text) THEN true END$$);
-- The rules are not secret, but only the author of a release may see what it finds in shadow, so the service itself
-- answers every reader about them.
CALL guard('rule_release');
-- Working days and holidays are public: the service itself tells them to every reader.
CALL guard('calendar_year');
CALL guard('calendar_day');
-- Findings of rules in shadow: the service shows them only to the author of the rules.
CALL guard('shadow_violation');
-- Changes of a case are visible with the case, whose county may be another one since its café moved.
CALL guard('feed');
CALL reveal('feed', $$
  scope('authority') = ANY (authorities || 'any'::text)
  AND CASE WHEN case_id IS NULL THEN EXISTS (SELECT FROM cafe WHERE cafe.place_code = feed.place_code)
    ELSE EXISTS (SELECT FROM case_file WHERE case_file.id = feed.case_id) END$$);

-- What officers did about findings: visible with the finding, and with it the names of these officers. An auditor sees
-- the names of all accounts, also those that they had before.
CALL guard('case_step');
CALL reveal('case_step', $$EXISTS (SELECT FROM violation WHERE violation.id = case_step.violation_id)$$);
-- A case: by the county that deals with it and by its authority, and to the café's operator. That a violation belongs to a
-- case of the other authority, and what came of it there, is visible with the violation; nothing else of that case is.
-- What officers did, and who deals with it, is never visible to the café.
CALL guard('case_file');
CALL reveal('case_file', $$CASE WHEN
  region ~>=~ (SELECT scope('first_region')) AND region ~<=~ (SELECT scope('last_region'))
  AND place_code ~>=~ (SELECT scope('first_cafe')) AND place_code ~<=~ (SELECT scope('last_cafe'))
  AND ((SELECT scope('cafes')) IS NULL OR place_code = ANY (string_to_array((SELECT scope('cafes')), ',')))
  AND (SELECT scope('authority')) IN (authority, 'any') THEN true END$$);
CALL guard('case_violation');
CALL reveal('case_violation', $$
  EXISTS (SELECT FROM case_file WHERE case_file.id = case_violation.case_id)
  OR EXISTS (SELECT FROM violation WHERE violation.id = case_violation.violation_id)$$);
CALL guard('case_action');
CALL reveal('case_action', $$
  scope('role') <> 'operator' AND EXISTS (SELECT FROM case_file WHERE case_file.id = case_action.case_id)$$);
CALL guard('case_assignee');
CALL reveal('case_assignee', $$
  scope('role') <> 'operator' AND EXISTS (SELECT FROM case_file WHERE case_file.id = case_assignee.case_id)$$);
CALL guard('case_head');
CALL guard('erased_case');
CALL guard('account');
CALL reveal('account', $$scope('role') = 'auditor' OR has_acted(id)$$, 'id, name, created_at, changed_at');
CALL guard('former_name');
CALL reveal('former_name', $$scope('role') = 'auditor'$$);

-- Requests to unmask: visible to accounts that see the violation, and so may approve. Requests for records: within the
-- authority.
CALL guard('unmasking');
CALL reveal('unmasking', $$EXISTS (SELECT FROM violation WHERE violation.id = unmasking.violation_id)$$);
CALL guard('record_request');
CALL reveal('record_request', $$
  authority = scope('authority') AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = record_request.place_code)$$);
-- The one exception for sessions: they are visible, without the person's token, to the account that requested one
-- café's records of a time range, after a second person has granted the request, until the grant ends and as long as the account
-- and its secrets are what they were then. Its row is looked up once a query.
CALL reveal('session', $$
  EXISTS (SELECT FROM record_request
          WHERE record_request.place_code = session.place_code AND record_request.asked_by = scope('account')::uuid
            AND record_request.granted AND record_request.ends_at > scope('now')::timestamptz
            AND record_request.decided_at >= (
              SELECT coalesce(changed_at, created_at) FROM account WHERE account.id = scope('account')::uuid)
            AND session.started_at < record_request.to_at
            AND coalesce(session.ended_at, 'infinity') >= record_request.from_at)$$,
  'place_code, session, terminal, stream_number, login_seq, login_day, started_at, ended_at, inferred_end');

-- Objections: visible with the finding. Files: visible with the objection or inspection they belong to.
CALL guard('objection');
CALL reveal('objection', $$EXISTS (SELECT FROM violation WHERE violation.id = objection.violation_id)$$);
CALL guard('objection_answer');
CALL reveal('objection_answer', $$EXISTS (SELECT FROM objection WHERE objection.id = objection_answer.objection_id)$$);
CALL guard('attachment');
CALL reveal('attachment', $$
  EXISTS (SELECT FROM objection WHERE objection.id = attachment.owner)
  OR EXISTS (SELECT FROM inspection WHERE inspection.id = attachment.owner AND seen_whole(inspection.id, inspection.region))$$);

CALL guard('photo_thumbnail');
CALL reveal('photo_thumbnail', $$
  EXISTS (SELECT FROM inspection, attachment WHERE attachment.id = photo_thumbnail.attachment AND inspection.id = attachment.owner)$$);

-- The enforcement ledger: visible to its authority, within the reader's region, and with each visible case whose actions name the
-- inspection: a café that moves takes its case along, and the case its inspections. Of one that another office made, only the record of
-- the case's café; corrections and photographs, which name no café, only where the officers went to that café alone.
CALL guard('inspection');
CALL reveal('inspection', $$
  authority = scope('authority')
  AND (region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')
    OR EXISTS (SELECT FROM case_action WHERE case_action.inspection = inspection.id))$$);
CALL guard('inspection_version');
CALL reveal('inspection_version', $$EXISTS (SELECT FROM inspection WHERE inspection.id = inspection_version.inspection_id)$$);
-- The chains of photographs: the service extends them and names them in evidence.
CALL guard('photograph_link');
CALL guard('photograph_head');
CALL guard('inspection_correction');
CALL reveal('inspection_correction', $$
  EXISTS (SELECT FROM inspection
          WHERE inspection.id = inspection_correction.inspection_id AND seen_whole(inspection.id, inspection.region))$$);
CALL guard('site_record');
CALL reveal('site_record', $$
  EXISTS (SELECT FROM inspection
          WHERE inspection.id = site_record.inspection_id
            AND (region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')
              OR EXISTS (SELECT FROM case_action JOIN case_file ON case_file.id = case_id
                         WHERE case_action.inspection = inspection.id AND case_file.place_code = site_record.place_code)))$$);
CALL guard('site_signature');
CALL reveal('site_signature', $$
  EXISTS (SELECT FROM inspection, site_record
          WHERE site_record.id = site_signature.record_id AND inspection.id = site_record.inspection_id)$$);
-- A campaign is visible to all authorities that take part in it, in the region that issued it, above it, and below it, where regions
-- may join. What a region entered, and how it joined, is visible to that region and above it: not to its neighbours.
CALL guard('campaign');
CALL reveal('campaign', $$
  scope('authority') = ANY (authorities)
  AND (region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')
    OR region IN (scope('first_region'), left(scope('first_region'), 4) || '00', left(scope('first_region'), 2) || '0000', '000000'))$$);
CALL guard('campaign_version');
CALL reveal('campaign_version', $$EXISTS (SELECT FROM campaign WHERE campaign.id = campaign_version.campaign_id)$$);
CALL guard('campaign_participant');
CALL reveal('campaign_participant', $$
  region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')
  AND EXISTS (SELECT FROM campaign WHERE campaign.id = campaign_participant.campaign_id)$$);
CALL guard('campaign_entry');
CALL reveal('campaign_entry', $$
  EXISTS (SELECT FROM campaign WHERE campaign.id = campaign_entry.campaign_id
    AND coalesce(campaign_entry.region, campaign.region) ~>=~ scope('first_region')
    AND coalesce(campaign_entry.region, campaign.region) ~<=~ scope('last_region'))$$);
CALL guard('campaign_withdrawal');
CALL reveal('campaign_withdrawal', $$EXISTS (SELECT FROM campaign_entry WHERE campaign_entry.id = campaign_withdrawal.entry_id)$$);
CALL guard('draw');
CALL reveal('draw', $$
  authority = scope('authority') AND region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')$$);

-- Submitted returns: to their authority, within the reader's region, so that a city sees those of its counties, and a county none of
-- another.
CALL guard('return_submission');
CALL reveal('return_submission', $$
  authority = scope('authority') AND region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')$$);

-- Targets of counties: to their authority, those of the reader's region, of regions below and of those above, whose targets hold for it.
CALL guard('target');
CALL reveal('target', $$
  authority = scope('authority')
  AND (region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')
    OR region IN (scope('first_region'), left(scope('first_region'), 4) || '00', left(scope('first_region'), 2) || '0000', '000000'))$$);

-- What documents say of an office: to its authority, within the reader's region.
CALL guard('office_profile');
CALL reveal('office_profile', $$
  authority = scope('authority') AND region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')$$);

-- Documents of cases: to the authority that made them, with the case, whose office may be another one since the café moved. What was
-- served on a café, the service itself tells its operator. The service alone counts them.
CALL guard('case_document');
CALL reveal('case_document', $$CASE WHEN
  authority = (SELECT scope('authority')) AND EXISTS (SELECT FROM case_file WHERE case_file.id = case_document.case_id) THEN true END$$);
CALL guard('document_counter');

-- The registry belongs to the police. An entry is visible where an account within the reader's region registered it.
CALL guard('registered_person');
CALL reveal('registered_person', $$
  scope('authority') = 'public-security'
  AND EXISTS (SELECT FROM unnest(regions) AS one WHERE one ~>=~ scope('first_region') AND one ~<=~ scope('last_region'))$$);

-- Legal holds: visible to their authority, within the reader's region, and to auditors, for a hold keeps the days of all regions.
CALL guard('legal_hold');
CALL reveal('legal_hold', $$
  scope('role') = 'auditor'
  OR authority = scope('authority') AND region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')$$);

-- Complaints: visible to their authority, within the reader's region, and with a visible case that follows them up. Who reported is
-- sealed in a column that the API answers by itself. A case that a complaint left shows the entry that says so.
CALL guard('complaint');
CALL reveal('complaint', $$
  authority = scope('authority')
  AND (region ~>=~ scope('first_region') AND region ~<=~ scope('last_region')
    OR EXISTS (SELECT FROM case_file WHERE case_file.id = complaint.case_id))$$);
CALL guard('complaint_text');
CALL reveal('complaint_text', $$
  scope('authority') IS NOT NULL AND EXISTS (SELECT FROM complaint WHERE complaint.id = complaint_text.complaint_id)$$);
CALL guard('complaint_entry');
CALL reveal('complaint_entry', $$
  scope('authority') IS NOT NULL
  AND (EXISTS (SELECT FROM complaint WHERE complaint.id = complaint_entry.complaint_id)
    OR EXISTS (SELECT FROM case_file WHERE case_file.id = complaint_entry.former_case_id))$$);

-- Rosters: to their office alone, neither to one above nor to one below it, because they have numbers of persons. The first county of
-- an office's region is its code.
CALL guard('roster');
CALL reveal('roster', $$authority = scope('authority') AND region = scope('first_region')$$);
CALL guard('roster_duty');
CALL reveal('roster_duty', $$authority = scope('authority') AND region = scope('first_region')$$);
-- Saved views of the worklist: the service answers them, because a shared one is seen with its owner's name.
CALL guard('worklist_view');
-- Cafés that an officer puts on tonight's round: the service answers them, to their account alone.
CALL guard('round_cafe');
-- Links to lists: the service answers them, and opens them before there is a scope.
CALL guard('export_link');
-- What is told to whom: only the service, which tells it.
CALL guard('escalation_head');
CALL guard('escalation');
CALL guard('escalation_message');

-- The access log: visible only to auditors, for every region.
CALL guard('access_log');
CALL reveal('access_log', $$scope('role') = 'auditor'$$);
CALL guard('access_log_head');

-- Hashes of keys: the service looks them up before there is a scope, as it looks up accounts by their tokens.
-- An administrator's list of cafés says which have a key or a code; the hashes of both are for the service alone.
CALL guard('agent_key');
CALL reveal('agent_key', $$
  scope('role') = 'admin' AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = agent_key.place_code)$$, 'place_code, ended_at');
CALL guard('enrolment');
CALL reveal('enrolment', $$
  scope('role') = 'admin' AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = enrolment.place_code)$$,
  'place_code, used_at, withdrawn_at, expires_at');
CALL guard('enrolment_refusal');
-- What is told of keys and codes, without any secret: to whoever sees the café.
CALL guard('key_change');
CALL reveal('key_change', $$
  scope('role') IN ('regulator', 'operator') AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = key_change.place_code)$$);
-- What is told of changes of cafés: likewise, and to the regulators of every region that it was in before or after. Whoever moves a café
-- would else take it out of sight unnoticed.
CALL guard('cafe_change');
CALL reveal('cafe_change', $$
  scope('role') IN ('regulator', 'operator') AND EXISTS (SELECT FROM cafe WHERE cafe.place_code = cafe_change.place_code)
  OR scope('role') = 'regulator'
    AND EXISTS (SELECT FROM unnest(regions) AS one WHERE one ~>=~ scope('first_region') AND one ~<=~ scope('last_region'))$$);

-- Rows that belong to no café: the feed's newest position, which every list states, and which keys made which values.
CALL guard('turn');
CALL guard('head');
CALL reveal('head', $$true$$);
CALL guard('facts_change');
CALL guard('vault_key');
CALL guard('database_suite');

-- Checkpoints: visible to auditors, and to a regulator with an approved key, who signs them. The leaves name cafés of
-- every region, so only the service reads them, to assemble evidence.
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
CALL guard('signing_key_proof');
CALL guard('checkpoint_leaf');
CALL guard('kept_bundle');
CALL guard('bundle_due');

-- Integrity incidents are the service's own: those see them who answer for it.
CALL guard('integrity_incident');
CALL reveal('integrity_incident', $$scope('role') IN ('auditor', 'admin')$$);

-- Sign-in: only the service reads these.
CALL guard('password');
CALL guard('invitation');
CALL guard('second_factor');
CALL guard('recovery_code');
CALL guard('sign_in_session');
CALL guard('sign_in_attempt');
CALL guard('known_device');
CALL guard('provider_visit');
CALL guard('passkey');
CALL guard('passkey_challenge');

-- Notifications: an account sees its own. The administrator sees those that could not be delivered, and only the host
-- of their target.
CALL guard('notification_setting');
CALL reveal('notification_setting', $$account::text = scope('account')$$);
CALL guard('notification_target');
CALL reveal('notification_target', $$account::text = scope('account') OR scope('role') = 'admin'$$,
  'id, account, format, host, created_at, delivered_at');
CALL guard('notification_delivery');
CALL reveal('notification_delivery', $$
  account::text = scope('account') OR scope('role') = 'admin' AND state = 'dead'$$);
CALL guard('notification_standing');
CALL guard('notification_request');
CALL guard('notification_head');
