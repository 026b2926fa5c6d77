import pg from "pg";
import { cpuOf, peakOf } from "../costs.ts";
import type { Options } from "../options.ts";
import { settlePostgres } from "../settle.ts";
import { createDatabase, type Stores } from "../stores.ts";
import type { Target } from "../target.ts";
import { type Shape, startFreeRadius } from "./freeradius.ts";
import { seedSql } from "./sql-seed.ts";

/** The best of 4, 8 and 16 for this shape when they take turns; 2 and 32 are worse. */
const THREADS = 8;

/** The words libpq understands, of a URL with a socket directory. */
const conninfo = (url: string): string => {
  const { pathname, searchParams, username } = new URL(url);
  return `host=${searchParams.get("host")} dbname=${pathname.slice(1)} user=${username}`;
};

const shapeOf = (url: string): Shape => ({
  name: "freeradius-sql",
  threads: THREADS,
  policies: ["accounting"],
  modules: `
  sql {
    driver = "rlm_sql_postgresql"
    dialect = "postgresql"
    radius_db = "${conninfo(url)}"
    acct_table1 = "radacct"
    acct_table2 = "radacct"
    postauth_table = "radpostauth"
    authcheck_table = "radcheck"
    groupcheck_table = "radgroupcheck"
    authreply_table = "radreply"
    groupreply_table = "radgroupreply"
    usergroup_table = "radusergroup"
    delete_stale_sessions = yes
    read_groups = yes
    read_clients = no
    client_table = "nas"
    group_attribute = "SQL-Group"
    pool {
      start = ${THREADS}
      min = ${THREADS}
      max = ${THREADS}
      spare = 0
      uses = 0
      lifetime = 0
      idle_timeout = 0
    }
    $INCLUDE \${modconfdir}/\${.:name}/main/\${dialect}/queries.conf
  }
  sqlcounter dailycounter {
    sql_module_instance = sql
    dialect = \${modules.sql.dialect}
    counter_name = Daily-Session-Time
    check_name = Max-Daily-Session
    reply_name = Session-Timeout
    key = User-Name
    reset = daily
    $INCLUDE \${modconfdir}/sql/counter/\${dialect}/\${.:instance}.conf
  }`,
  server: `
  authorize {
    chap
    sql
    dailycounter
    pap
  }
  authenticate {
    Auth-Type PAP {
      pap
    }
    Auth-Type CHAP {
      chap
    }
  }
  preacct {
    acct_unique
  }
  accounting {
    sql
  }
  post-auth {
    sql
    Post-Auth-Type REJECT {
      sql
    }
  }`,
});

const TOTALS = `
  select coalesce(sum(acctinputoctets), 0)::text as up, coalesce(sum(acctoutputoctets), 0)::text as down
    from radacct where calledstationid <> 'past'`;

/** FreeRADIUS with SQL, as RADIUS panels set it up: check, reply, group, counter, post-auth row, accounting. */
export const startSql = async (stores: Stores, { subscribers }: Options): Promise<Target> => {
  const url = await createDatabase(stores.postgres.url, "radius");
  await seedSql(url, subscribers);
  const server = await startFreeRadius(shapeOf(url), stores.directory);
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  return {
    name: "sql",
    aim: () => ({ authPort: server.authPort, acctPort: server.acctPort, by: "account", subscribers }),
    expect: async () => {},
    costs: () => ({ server: cpuOf(server.pid), postgres: cpuOf(stores.postgres.pid) }),
    resident: () => peakOf(server.pid),
    caughtUp: async () => 0,
    stored: async () => {
      const { rows } = await pool.query<{ up: string; down: string }>(TOTALS);
      return { up: Number(rows[0]?.up), down: Number(rows[0]?.down) };
    },
    settle: () => settlePostgres((question) => pool.query(question)),
    stop: async () => {
      await pool.end();
      await server.stop();
    },
  };
};
