import { readFileSync } from "node:fs";
import pg from "pg";
import { PACKAGED_SCHEMA } from "./freeradius.ts";

/** As many past sessions for everybody as our own people have. */
const PAST_SESSIONS = 5;

const PEOPLE = `
  insert into radcheck (username, attribute, op, value)
  select 'user' || person, 'Cleartext-Password', ':=', 'secret' || person from generate_series(1, $1::int) person`;
const REPLIES = `
  insert into radreply (username, attribute, op, value)
  select 'user' || person, 'Idle-Timeout', ':=', '900' from generate_series(1, $1::int) person`;
const MEMBERS = `
  insert into radusergroup (username, groupname, priority)
  select 'user' || person, 'visitor', 1 from generate_series(1, $1::int) person`;
const GROUP = [
  `insert into radgroupcheck (groupname, attribute, op, value) values ('visitor', 'Max-Daily-Session', ':=', '21600')`,
  `insert into radgroupreply (groupname, attribute, op, value) values
     ('visitor', 'Acct-Interim-Interval', ':=', '300'), ('visitor', 'WISPr-Bandwidth-Max-Down', ':=', '10000000'),
     ('visitor', 'WISPr-Bandwidth-Max-Up', ':=', '5000000')`,
];
const HISTORY = `
  insert into radacct (acctsessionid, acctuniqueid, username, nasipaddress, nasporttype, acctstarttime,
     acctupdatetime, acctstoptime, acctsessiontime, acctinputoctets, acctoutputoctets, callingstationid,
     calledstationid, acctterminatecause, servicetype, framedprotocol, framedipaddress)
  select to_hex(person * 8 + day), md5(person || ':' || day), 'user' || person, '127.0.0.1', 'Wireless-802.11',
     began, began + interval '15 minutes', began + interval '15 minutes', 900, 1000000, 10000000,
     '02-00-00-00-00-01', 'past', 'User-Request', '', '', '10.0.0.1'
    from generate_series(1, $1::int) person, generate_series(1, ${PAST_SESSIONS}) day,
         lateral (select now() - day * interval '1 day' - interval '1 hour' as began) started`;

/** What panels add, since the counter asks by user name: without it each login would read the whole table. */
const INDEX = `create index radacct_user on radacct (username, acctstarttime)`;

/** Fills the peer's database: the package's own schema, its people, their groups and their past. */
export const seedSql = async (url: string, subscribers: number): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(readFileSync(PACKAGED_SCHEMA, "utf8"));
  for (const question of [PEOPLE, REPLIES, MEMBERS, HISTORY]) await client.query(question, [subscribers]);
  for (const question of [...GROUP, INDEX]) await client.query(question);
  await client.end();
};
