/**
 * Attributes of the families the lab plays, in FreeRADIUS's dictionary form (CoovaChilli's dictionary.coovachilli,
 * MikroTik's and the WISPr recommendations' lists), for the codec that has only the standard ones.
 */
export const VENDOR_DICTIONARY = `
VENDOR WISPr 14122
BEGIN-VENDOR WISPr
ATTRIBUTE WISPr-Location-ID 1 string
ATTRIBUTE WISPr-Location-Name 2 string
ATTRIBUTE WISPr-Logoff-URL 3 string
ATTRIBUTE WISPr-Redirection-URL 4 string
ATTRIBUTE WISPr-Bandwidth-Min-Up 5 integer
ATTRIBUTE WISPr-Bandwidth-Min-Down 6 integer
ATTRIBUTE WISPr-Bandwidth-Max-Up 7 integer
ATTRIBUTE WISPr-Bandwidth-Max-Down 8 integer
ATTRIBUTE WISPr-Session-Terminate-Time 9 string
END-VENDOR WISPr

VENDOR CoovaChilli 14559
BEGIN-VENDOR CoovaChilli
ATTRIBUTE CoovaChilli-Max-Input-Octets 1 integer
ATTRIBUTE CoovaChilli-Max-Output-Octets 2 integer
ATTRIBUTE CoovaChilli-Max-Total-Octets 3 integer
ATTRIBUTE CoovaChilli-Bandwidth-Max-Up 4 integer
ATTRIBUTE CoovaChilli-Bandwidth-Max-Down 5 integer
ATTRIBUTE CoovaChilli-Config 6 string
ATTRIBUTE CoovaChilli-Acct-View-Point 10 integer
ATTRIBUTE CoovaChilli-Max-Input-Gigawords 21 integer
ATTRIBUTE CoovaChilli-Max-Output-Gigawords 22 integer
ATTRIBUTE CoovaChilli-Max-Total-Gigawords 23 integer
END-VENDOR CoovaChilli

VENDOR Mikrotik 14988
BEGIN-VENDOR Mikrotik
ATTRIBUTE Mikrotik-Recv-Limit 1 integer
ATTRIBUTE Mikrotik-Xmit-Limit 2 integer
ATTRIBUTE Mikrotik-Group 3 string
ATTRIBUTE Mikrotik-Rate-Limit 8 string
ATTRIBUTE Mikrotik-Host-IP 10 ipaddr
ATTRIBUTE Mikrotik-Mark-Id 11 string
ATTRIBUTE Mikrotik-Recv-Limit-Gigawords 14 integer
ATTRIBUTE Mikrotik-Xmit-Limit-Gigawords 15 integer
ATTRIBUTE Mikrotik-Total-Limit 17 integer
ATTRIBUTE Mikrotik-Total-Limit-Gigawords 18 integer
ATTRIBUTE Mikrotik-Address-List 19 string
END-VENDOR Mikrotik
`;
